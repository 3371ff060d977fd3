package aitta.request;

import aitta.version.Version;
import java.util.List;

/**
 * One entry of a listing.
 *
 * @param name of the row, or of the bucket; a character for each byte
 * @param versions those that a read would show, in the order of their dots; none where names alone
 *     are wanted, and without their values where these are not
 * @param sizes of their values, in bytes
 */
public record ListEntry(String name, List<Version> versions, List<Long> sizes) {
  public ListEntry {
    versions = List.copyOf(versions);
    sizes = List.copyOf(sizes);
    if (versions.size() != sizes.size()) {
      throw new IllegalArgumentException("every version has a size");
    }
  }

  /** About as many bytes as it takes up, and as it will take up in an answer. */
  public long bytes() {
    long bytes = name.length() + 32L;
    for (Version version : versions) {
      bytes += 128L + version.value().length + version.contentType().length();
    }
    return bytes;
  }
}
