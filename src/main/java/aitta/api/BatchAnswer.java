package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** How the operations of a batch ended, in their order: {@code POST /v1/batch}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchAnswer(List<Result> results) {
  public BatchAnswer {
    results = List.copyOf(results);
  }

  /**
   * How one of them ended. What does not go with its status is null.
   *
   * @param status 200, 204, 300, 404, or that of {@code problem}
   * @param value base64 in JSON; shared, never written to
   * @param etag of the one version, or of the siblings as a set; without quotes
   * @param lastModified RFC 3339
   * @param expires RFC 3339
   * @param siblings as in a 300
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Result(
      int status,
      byte[] value,
      String contentType,
      String contentEncoding,
      String etag,
      String lastModified,
      String expires,
      List<SiblingList.Sibling> siblings,
      String context,
      Problem problem) {

    /** Nothing but a status, and what the client has seen now. */
    public static Result of(int status, String etag, String context) {
      return new Result(status, null, null, null, etag, null, null, null, context, null);
    }

    public static Result of(Problem problem) {
      return new Result(problem.status(), null, null, null, null, null, null, null, null, problem);
    }
  }
}
