package aitta.cli.transfer;

import aitta.api.KeyText;
import aitta.client.ReadResult;
import aitta.client.Value;
import aitta.client.Version;
import java.time.Instant;
import java.util.List;

/**
 * A key with what is stored under it.
 *
 * @param copies one, or several where it has siblings
 */
public record Item(byte[] key, List<Copy> copies) {
  public Item {
    copies = List.copyOf(copies);
    if (copies.isEmpty()) {
      throw new IllegalArgumentException("an item has at least one value");
    }
  }

  /**
   * One value of it.
   *
   * @param expires null without a time to live
   */
  public record Copy(Value value, Instant expires) {}

  /** Null where nothing is there. Tombstones beside live versions are left out. */
  static Item of(byte[] key, ReadResult found) {
    if (found instanceof ReadResult.Found one) {
      return new Item(key, List.of(copy(one.version())));
    }
    if (found instanceof ReadResult.Siblings several) {
      List<Copy> copies =
          several.versions().stream()
              .filter(version -> !version.isDeleted())
              .map(Item::copy)
              .toList();
      return copies.isEmpty() ? null : new Item(key, copies);
    }
    return null;
  }

  private static Copy copy(Version version) {
    return new Copy(version.value(), version.expires());
  }

  long size() {
    long size = key.length;
    for (Copy copy : copies) {
      size += copy.value().bytes().length;
    }
    return size;
  }

  /**
   * Percent-encoded; names that a file system would take for folders are encoded to the last dot.
   */
  String name() {
    String name = KeyText.encode(key);
    return name.equals(".") || name.equals("..") ? name.replace(".", "%2E") : name;
  }
}
