package aitta.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * A place in the journal that was once acknowledged and cannot be read any more.
 *
 * @param offset where it begins, in bytes
 * @param bytes how long it is; 0 where only the loss is known
 * @param persistenceIds whose events were lost, or may have been: these do not recover until they
 *     are discarded
 */
public record JournalDamage(
    Path file, long offset, long bytes, String reason, List<String> persistenceIds) {
  public JournalDamage {
    persistenceIds = List.copyOf(persistenceIds);
  }
}
