package aitta.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether RocksDB's list of files can be read to its end. RocksDB takes a record whose length does
 * not fit for one that a crash cut off, and opens, without a word, the state as it was before it:
 * tables would be missing or older. Records that fit have checksums, which RocksDB checks.
 */
final class ManifestCheck {
  private static final int BLOCK = 32 * 1024;
  private static final int HEADER = 7; // checksum, length, type: 4, 2, 1 bytes

  private ManifestCheck() {}

  /** Where it cannot be read at all, RocksDB says so itself. */
  static boolean isWhole(Path directory) {
    try {
      String name = Files.readString(directory.resolve("CURRENT")).strip();
      return isWhole(Files.readAllBytes(directory.resolve(name)));
    } catch (IOException | RuntimeException e) { // any bytes may stand there
      return true;
    }
  }

  static boolean isWhole(byte[] log) {
    int at = 0;
    while (at < log.length) {
      int left = BLOCK - at % BLOCK;
      if (left < HEADER) {
        at += left;
        continue;
      }
      if (at + HEADER > log.length) {
        return false;
      }
      int length = (log[at + 4] & 0xff) | (log[at + 5] & 0xff) << 8;
      boolean isRecord = log[at + 6] != 0;
      if (!isRecord || HEADER + length > left || at + HEADER + length > log.length) {
        return false;
      }
      at += HEADER + length;
    }
    return true;
  }
}
