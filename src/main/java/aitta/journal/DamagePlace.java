package aitta.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A damage while it is being looked into. */
final class DamagePlace {
  private final Path file;
  private final long offset;
  private final long bytes;
  private final String reason;
  private final SortedSet<String> ids = new TreeSet<>();

  DamagePlace(Path file, long offset, long bytes, String reason) {
    this.file = file;
    this.offset = offset;
    this.bytes = bytes;
    this.reason = reason;
  }

  Path file() {
    return file;
  }

  long offset() {
    return offset;
  }

  String reason() {
    return reason;
  }

  void blame(String id) {
    ids.add(id);
  }

  boolean isBlamed() {
    return !ids.isEmpty();
  }

  JournalDamage report() {
    return new JournalDamage(file, offset, bytes, reason, List.copyOf(ids));
  }
}
