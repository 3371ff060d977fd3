package aitta.storage;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Turns what RocksDB says into errors that tell what can be done. */
final class RocksErrors {
  private static final Pattern TABLE_FILE = Pattern.compile("[0-9]{6,}\\.(?:sst|blob)");
  private static final Pattern ANY_FILE =
      Pattern.compile("[0-9]{6,}\\.(?:sst|blob)|MANIFEST-[0-9]{6,}|CURRENT|OPTIONS-[0-9]{6,}");
  private static final Pattern MISSING =
      Pattern.compile("[0-9]{6,}\\.(?:sst|blob): No such file or directory");
  private static final String REMEDY =
      ". Nothing of it is served. Bring the file back if you can; else move the directory away and"
          + " start again: the node then begins empty and is filled from the other owners";

  /** What RocksDB makes of files whose flipped bytes it takes for another version or setting. */
  private static final Set<Status.Code> UNREADABLE =
      Set.of(Status.Code.InvalidArgument, Status.Code.NotSupported, Status.Code.NotFound);

  private RocksErrors() {}

  /**
   * An error of one operation on an open store.
   *
   * @param doing what was tried, for the message: "reading a row of range-17-1"
   * @param tables those concerned, should it be damage
   */
  static StorageException of(RocksDBException e, String doing, Set<TableId> tables) {
    String message = doing + ": " + e.getMessage();
    if (isDiskFull(e)) {
      return new DiskFullException(message, e);
    }
    if (isCorruption(e)) {
      return new CorruptionException(message, file(e), tables, e);
    }
    return new StorageIoException(message, e);
  }

  /**
   * An error of a write or flush: damage that compaction has met stops all of them.
   *
   * @param tables those that the damaged file may hold
   */
  static StorageException ofWrite(RocksDBException e, String doing, Set<TableId> tables) {
    return isCorruption(e)
        ? new CorruptionException(doing + ": " + e.getMessage(), file(e), tables, true, e)
        : of(e, doing, tables);
  }

  /** An error of opening the store at {@code dir}. */
  static StorageException ofOpen(RocksDBException e, Path dir) {
    String found = String.valueOf(e.getMessage());
    if (found.contains(dir.resolve("LOCK").toString())) {
      return new StoreLockedException(
          dir + " is open in another process or another store of this one: " + found, e);
    }
    String message = "opening the state in " + dir + ": " + found;
    if (isDiskFull(e)) {
      return new DiskFullException(message, e);
    }
    if (isCorruption(e)
        || UNREADABLE.contains(code(e))
        || found.contains("No such file or directory")) {
      return damaged(dir, file(e), found, e);
    }
    return new StorageIoException(message, e);
  }

  static CorruptionException damaged(Path dir, String file, String found, Throwable cause) {
    String what = file == null ? "a file" : "the file " + file;
    return new CorruptionException(
        "the state in " + dir + " is damaged: " + what + ": " + found + REMEDY,
        file,
        Set.of(),
        cause);
  }

  /** Rows that are damaged, or gone with a file that the store knows of. */
  static boolean isCorruption(RocksDBException e) {
    return code(e) == Status.Code.Corruption
        || MISSING.matcher(String.valueOf(e.getMessage())).find();
  }

  /** The file that the message names; table files first, as the manifest is often named beside. */
  static String file(RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    Matcher table = TABLE_FILE.matcher(message);
    if (table.find()) {
      return table.group();
    }
    Matcher any = ANY_FILE.matcher(message);
    return any.find() ? any.group() : null;
  }

  private static boolean isDiskFull(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getSubCode() == Status.SubCode.NoSpace
        || String.valueOf(e.getMessage()).contains("No space left on device");
  }

  private static Status.Code code(RocksDBException e) {
    return e.getStatus() == null ? Status.Code.Undefined : e.getStatus().getCode();
  }
}
