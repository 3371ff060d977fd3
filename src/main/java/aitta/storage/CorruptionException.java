package aitta.storage;

import java.util.Optional;
import java.util.Set;

/**
 * Data on disk is damaged or missing; nothing of it was served.
 *
 * <p>From a read: {@link #tables()} is the table read; others go on. From a write or flush:
 * compaction has met damage, and RocksDB takes no more writes until it has been opened again;
 * {@link #tables()} are those that the damaged file may hold. Either way the rows of these tables
 * have to come from other nodes: drop them ({@link StateStore#drop}), which removes files that hold
 * nothing else. After a failed write, close and open the store before or after that; its writers
 * recover from their marks.
 *
 * <p>From opening the store: the directory as a whole is unusable.
 */
public final class CorruptionException extends StorageException {
  private final String file;
  private final Set<TableId> tables;
  private final boolean stopsWrites;

  CorruptionException(String message, String file, Set<TableId> tables, Throwable cause) {
    this(message, file, tables, false, cause);
  }

  CorruptionException(
      String message, String file, Set<TableId> tables, boolean stopsWrites, Throwable cause) {
    super(message, cause);
    this.stopsWrites = stopsWrites;
    this.file = file;
    this.tables = Set.copyOf(tables);
  }

  /** The damaged or missing file's name, where it is known. */
  public Optional<String> file() {
    return Optional.ofNullable(file);
  }

  /** Whether no table takes writes any more until the store is opened again. */
  public boolean stopsWrites() {
    return stopsWrites;
  }

  /** The tables that are concerned as far as is known; empty when the whole store is. */
  public Set<TableId> tables() {
    return tables;
  }
}
