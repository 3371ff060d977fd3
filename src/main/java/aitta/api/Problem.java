package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a request was not done: the body of every answer of 400 and above, sent as {@code
 * application/problem+json}. RFC 9457.
 *
 * @param type {@code /problems/<name>}, see {@link ProblemType}
 * @param detail what was wrong with which part of the request, and what would be right
 * @param limit of {@code value-too-large}: how many bytes would have been taken
 * @param required of {@code quorum-not-met}: how many replicas had to answer
 * @param received of {@code quorum-not-met}: how many did
 * @param id of {@code internal-error}: names the line in the node's log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    Long limit,
    Integer required,
    Integer received,
    String id) {

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type.uri(), type.title(), type.status(), detail, null, null, null, null);
  }

  public static Problem valueTooLarge(long limitBytes, String detail) {
    ProblemType type = ProblemType.VALUE_TOO_LARGE;
    return new Problem(
        type.uri(), type.title(), type.status(), detail, limitBytes, null, null, null);
  }

  public static Problem quorumNotMet(int required, int received, String detail) {
    ProblemType type = ProblemType.QUORUM_NOT_MET;
    return new Problem(
        type.uri(), type.title(), type.status(), detail, null, required, received, null);
  }

  public static Problem internalError(String id, String detail) {
    ProblemType type = ProblemType.INTERNAL_ERROR;
    return new Problem(type.uri(), type.title(), type.status(), detail, null, null, null, id);
  }
}
