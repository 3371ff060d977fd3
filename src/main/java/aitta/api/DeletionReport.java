package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a deletion of many keys has come: {@code GET /v1/buckets/{bucket}/deletions/{id}}.
 *
 * @param prefix of the keys, percent-encoded; empty for all of the bucket
 * @param deleted keys so far
 * @param started RFC 3339
 * @param detail why it has failed, or what holds it up; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeletionReport(
    String id,
    String bucket,
    String prefix,
    State state,
    long deleted,
    String started,
    String detail) {

  /** Whether it is still at work. */
  public enum State {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("done")
    DONE,
    @JsonProperty("failed")
    FAILED
  }
}
