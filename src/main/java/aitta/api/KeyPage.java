package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Keys of a bucket in byte order: {@code GET /v1/buckets/{bucket}/keys}.
 *
 * @param keys percent-encoded text, or an {@link Entry} each where more was asked for
 * @param next to be given as {@code cursor} for the next page; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyPage(List<?> keys, String next) {
  public KeyPage {
    keys = List.copyOf(keys);
  }

  /**
   * A key with what is there; also a line of a streamed listing, then often the key alone.
   *
   * @param key percent-encoded
   * @param etag of the one version, or of the siblings as a set; without quotes
   * @param lastModified RFC 3339
   * @param size of the value, or of those of all siblings together, in bytes
   * @param expires RFC 3339; null without a time to live
   * @param value base64 in JSON; null unless it was asked for
   * @param siblings where there are several versions, as in a 300; without values unless these were
   *     asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entry(
      String key,
      String etag,
      String contentType,
      String contentEncoding,
      String lastModified,
      Long size,
      String expires,
      byte[] value,
      List<SiblingList.Sibling> siblings) {

    public static Entry of(String key) {
      return new Entry(key, null, null, null, null, null, null, null, null);
    }
  }
}
