package aitta.http;

import java.util.Locale;

/** What requests are told apart by in figures: few enough that each can have a series. */
public enum RequestKind {
  READ,
  WRITE,
  DELETE,
  TOUCH,
  LIST,
  BATCH,
  BUCKET,
  CLUSTER,
  HEALTH,
  METRICS,
  /** Whatever else there is, and what is not there. */
  OTHER;

  private final String label = name().toLowerCase(Locale.ROOT);

  public String label() {
    return label;
  }

  /**
   * @param template of the resource; null where the path names none
   */
  static RequestKind of(String template, String method) {
    if (template == null) {
      return OTHER;
    }
    return switch (template) {
      case "/v1/buckets/{bucket}/keys/{key}" -> ofObject(method);
      case "/v1/buckets/{bucket}/keys/{key}/touch" -> TOUCH;
      case "/v1/buckets/{bucket}/keys", "/v1/buckets" -> LIST;
      case "/v1/buckets/{bucket}" -> BUCKET;
      case "/v1/batch" -> BATCH;
      case "/metrics" -> METRICS;
      default -> below(template);
    };
  }

  private static RequestKind ofObject(String method) {
    return switch (method) {
      case "GET", "HEAD" -> READ;
      case "PUT", "POST" -> WRITE;
      case "DELETE" -> DELETE;
      default -> OTHER;
    };
  }

  private static RequestKind below(String template) {
    if (template.startsWith("/v1/cluster")) {
      return CLUSTER;
    }
    return template.startsWith("/health/") ? HEALTH : OTHER;
  }
}
