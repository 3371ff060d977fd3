package aitta.api;

import java.util.Optional;

/**
 * Everything that can go wrong with a request, each with its status code and its name in a {@link
 * Problem}'s {@code type}. RFC 9457.
 */
public enum ProblemType {
  INVALID_REQUEST(400, "invalid-request", "The request can't be right"),
  UNAUTHENTICATED(401, "unauthenticated", "Credentials are missing or unknown"),
  FORBIDDEN(403, "forbidden", "The credentials don't reach so far"),
  NOT_FOUND(404, "not-found", "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This resource doesn't take that method"),
  NOT_ACCEPTABLE(406, "not-acceptable", "No form of the answer fits the Accept header"),
  REQUEST_TIMEOUT(408, "request-timeout", "The request stopped arriving"),
  MEMBERSHIP_CONFLICT(409, "membership-conflict", "The cluster's members don't allow this"),
  BACKUP_CONFLICT(409, "backup-conflict", "Another backup stands in the way"),
  TOO_MANY_SIBLINGS(409, "too-many-siblings", "The key has too many concurrent versions"),
  PRECONDITION_FAILED(412, "precondition-failed", "The precondition did not hold"),
  VALUE_TOO_LARGE(413, "value-too-large", "The body is larger than allowed"),
  URI_TOO_LONG(414, "uri-too-long", "The URI is longer than allowed"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body isn't of the type wanted here"),
  OVERLOADED(429, "overloaded", "This node has too much to do"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are larger than allowed"),
  INTERNAL_ERROR(500, "internal-error", "A defect or damage in this node"),
  NOT_IMPLEMENTED(501, "not-implemented", "This node doesn't know how to do that"),
  QUORUM_NOT_MET(503, "quorum-not-met", "Too few replicas answered in time"),
  NOT_READY(503, "not-ready", "This node is starting or leaving"),
  VERSION_NOT_SUPPORTED(505, "version-not-supported", "This version of HTTP is not spoken here");

  private static final String PREFIX = "/problems/";

  private final int status;
  private final String uri;
  private final String title;

  ProblemType(int status, String name, String title) {
    this.status = status;
    this.uri = PREFIX + name;
    this.title = title;
  }

  /** The type with this {@link #uri}; empty for one of a newer node, and for null. */
  public static Optional<ProblemType> of(String uri) {
    for (ProblemType type : values()) {
      if (type.uri.equals(uri)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public int status() {
    return status;
  }

  /** The {@code type} of a problem: {@code /problems/<name>}. */
  public String uri() {
    return uri;
  }

  /** What is wrong in general, the same for every problem of this type. */
  public String title() {
    return title;
  }
}
