package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The concurrent versions of a key: the body of a 300. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SiblingList(List<Sibling> siblings) {
  public SiblingList {
    siblings = List.copyOf(siblings);
  }

  /**
   * One of them.
   *
   * @param etag without quotes
   * @param contentEncoding null where none was given
   * @param lastModified RFC 3339
   * @param expires RFC 3339; null without a time to live
   * @param deleted true for a tombstone, null otherwise
   * @param value base64 in JSON; null for a tombstone. Shared, never written to.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Sibling(
      String etag,
      String contentType,
      String contentEncoding,
      String lastModified,
      String expires,
      Boolean deleted,
      byte[] value) {}
}
