package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The body of {@code POST /v1/batch}. */
public record BatchRequest(List<Operation> operations) {
  public BatchRequest {
    operations = List.copyOf(operations);
  }

  /**
   * One of its operations; what is null was not said.
   *
   * @param op {@code get}, {@code put} or {@code delete}
   * @param key percent-encoded
   * @param value base64 in JSON. Shared, never written to.
   * @param context {@code none} or empty: beside whatever is there
   * @param ttl a duration such as {@code 7d}
   * @param ifMatch as the header
   * @param ifNoneMatch as the header
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Operation(
      String op,
      String bucket,
      String key,
      byte[] value,
      String contentType,
      String contentEncoding,
      String context,
      String ttl,
      String ifMatch,
      String ifNoneMatch) {}
}
