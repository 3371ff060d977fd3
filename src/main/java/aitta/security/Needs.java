package aitta.security;

import java.util.List;

/** What each resource of the HTTP API asks for, by its template and the method. */
public final class Needs {
  private static final Need READ = new Need.OnBucket(Role.READER);
  private static final Need WRITE = new Need.OnBucket(Role.WRITER);
  private static final Need CONFIGURE = new Need.OnBucket(Role.ADMIN);
  private static final Need STEER = new Need.Everywhere(Role.ADMIN);

  private static final List<String> READS = List.of("GET", "HEAD");

  private Needs() {}

  /**
   * @param template such as {@code /v1/buckets/{bucket}}
   * @return what an admin of all buckets alone can meet, where nothing else is said
   */
  public static Need of(String method, String template) {
    return READS.contains(method) ? toRead(template) : toChange(method, template);
  }

  private static Need toRead(String template) {
    return switch (template) {
      case "/", "/console/{file}", "/health/live", "/health/ready" -> Need.Plain.OPEN;
      // A list of buckets shows those alone that the token may read.
      case "/metrics", "/v1/openapi.json", "/v1/buckets" -> Need.Plain.ANY_TOKEN;
      case "/v1/buckets/{bucket}",
          "/v1/buckets/{bucket}/keys",
          "/v1/buckets/{bucket}/keys/{key}",
          "/v1/buckets/{bucket}/deletions/{id}" ->
          READ;
      default -> isOfCluster(template) ? Need.Plain.ANY_TOKEN : STEER;
    };
  }

  private static boolean isOfCluster(String template) {
    return template.equals("/v1/cluster") || template.startsWith("/v1/cluster/");
  }

  private static Need toChange(String method, String template) {
    return switch (method + " " + template) {
      case "PUT /v1/buckets/{bucket}/keys/{key}",
          "POST /v1/buckets/{bucket}/keys/{key}",
          "DELETE /v1/buckets/{bucket}/keys/{key}",
          "POST /v1/buckets/{bucket}/keys/{key}/touch",
          "DELETE /v1/buckets/{bucket}/keys" ->
          WRITE;
      case "PUT /v1/buckets/{bucket}", "DELETE /v1/buckets/{bucket}" -> CONFIGURE;
      // Each of its operations is judged by itself.
      case "POST /v1/batch" -> Need.Plain.ANY_TOKEN;
      default -> STEER;
    };
  }
}
