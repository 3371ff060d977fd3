package aitta.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a start learns from the records of all segments, oldest first. */
final class Findings implements SegmentScan.Visitor {
  private final JournalIndex index = new JournalIndex();
  private final Map<String, IdRecovery> ids = new HashMap<>();
  private final Map<String, Integer> lastSeenAt = new HashMap<>();
  private final List<DamagePlace> damages = new ArrayList<>();
  private final Set<Long> dropped = new HashSet<>();
  private final Segments segments;
  private Path file;
  private long generation;
  private DamagePlace lastDamage;
  // The last damage in the present file of which nobody knows whom it concerns, and where it ends.
  private DamagePlace strange;
  private int strangeEnd;
  private DamagePlace missingFile;

  Findings(Segments segments) {
    this.segments = segments;
  }

  JournalIndex index() {
    return index;
  }

  /** The records to come are in this segment. */
  void enter(Path file, long generation) {
    this.file = file;
    this.generation = generation;
    strange = null;
    lastSeenAt.clear();
  }

  boolean wasDropped(long generation) {
    return dropped.contains(generation);
  }

  @Override
  public void intact(RecordHeader header, int offset, byte[] body) {
    switch (header.type()) {
      case EVENTS -> {
        of(header.id()).events(generation, header, offset, lastDamage);
        lastSeenAt.put(header.id(), offset);
        segments.retain(generation, 1);
      }
      case DELETED -> of(header.id()).deleted(header, lastDamage);
      case MARKS -> Head.readMarks(body, (id, marks) -> of(id).marks(marks, lastDamage));
      case DROPPED -> dropped.addAll(Head.readDropped(body));
      case SEGMENTS -> {
        // was read before the scan
      }
    }
  }

  @Override
  public void damagedBody(RecordHeader header, int offset) {
    DamagePlace damage = damage(offset, header.totalBytes(), "checksum of a body is wrong");
    if (header.type() == RecordType.EVENTS) {
      of(header.id()).lost(header, damage);
      lastSeenAt.put(header.id(), offset);
    } else if (header.type() == RecordType.MARKS || header.type() == RecordType.SEGMENTS) {
      strange(damage, offset + header.totalBytes());
    }
  }

  @Override
  public void damagedBytes(int offset, int bytes) {
    strange(damage(offset, bytes, "no intact record"), offset + bytes);
  }

  /** Nothing in the present file can be read. */
  void damagedFile(long bytes) {
    strange(damage(0, bytes, "the segment's header is damaged"), Integer.MAX_VALUE);
  }

  /** A segment that ought to be there is not. To be told when all others are read. */
  void missingFile(Path missing) {
    missingFile = new DamagePlace(missing, 0, 0, "the file is missing");
    damages.add(missingFile);
  }

  int damageCount() {
    return damages.size();
  }

  private DamagePlace damage(long offset, long bytes, String reason) {
    lastDamage = new DamagePlace(file, offset, bytes, reason);
    damages.add(lastDamage);
    return lastDamage;
  }

  private void strange(DamagePlace damage, int end) {
    strange = damage;
    strangeEnd = end;
  }

  private IdRecovery of(String id) {
    IdRecovery known = ids.get(id);
    return known != null ? known : ids.computeIfAbsent(id, key -> new IdRecovery(index.of(key)));
  }

  /**
   * All segments are read, the newest one last.
   *
   * <p>Bytes that cannot be read at all may have held the last events of anybody. In an older
   * segment that shows, since the newest head tells the highest number of each id. In the newest
   * segment every id is suspected that has no later record; an id that nobody has heard of is not:
   * whoever recovers it has to know from elsewhere whether it ever wrote.
   */
  List<JournalDamage> finish() {
    if (strange != null) {
      ids.forEach(
          (id, recovery) -> {
            if (lastSeenAt.getOrDefault(id, -1) < strangeEnd) {
              recovery.suspect(strange);
            }
          });
    }
    DamagePlace elsewhere =
        missingFile != null ? missingFile : new DamagePlace(file, 0, 0, "events are missing");
    ids.values().forEach(id -> id.finish(segments::release, elsewhere));
    if (elsewhere != missingFile && elsewhere.isBlamed()) {
      damages.add(elsewhere);
    }
    return damages.stream().map(DamagePlace::report).toList();
  }
}
