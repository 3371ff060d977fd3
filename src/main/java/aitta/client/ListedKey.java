package aitta.client;

import aitta.model.Key;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A key of a listing.
 *
 * @param size of its value, or of those of all siblings together; null where it was not told
 * @param versions empty unless the listing was to include more than keys; two or more are siblings
 */
public record ListedKey(Key key, Long size, List<Listed> versions) {
  public ListedKey {
    versions = List.copyOf(versions);
  }

  /**
   * A version of it.
   *
   * @param etag without quotes
   * @param lastModified RFC 3339
   * @param size of the value in bytes; null where it was not told, as of siblings
   * @param expires RFC 3339; null without a time to live
   * @param deleted true for a tombstone beside live versions, null otherwise
   * @param value null unless values were to be included. Shared, never written to.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Listed(
      String etag,
      String contentType,
      String contentEncoding,
      String lastModified,
      Long size,
      String expires,
      Boolean deleted,
      byte[] value) {}
}
