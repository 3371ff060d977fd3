package aitta.security;

import aitta.api.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What the audit log keeps of a request: who did, or tried to do, what, and how it ended. Never a
 * token, never a value.
 *
 * @param principal null where nobody was known
 * @param remote address of the other end of the connection
 * @param path as it was sent, without parameters
 * @param query parameters of an action that was done; null otherwise: who is refused may have sent
 *     anything, a secret by mistake among it
 * @param status of the answer; for a batch of which only some was refused, of that
 * @param buckets of operations of a batch that were refused
 */
public record AuditEvent(
    Instant time,
    String principal,
    String remote,
    String method,
    String path,
    String query,
    int status,
    String requestId,
    List<String> buckets) {
  private static final int LONGEST = 1024;

  public AuditEvent {
    buckets = List.copyOf(buckets);
  }

  public boolean isRefusal() {
    return status == 401 || status == 403;
  }

  /** One line of JSON. */
  public String line() {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("time", time.toString());
    line.put("principal", principal);
    line.put("remote", remote);
    line.put("method", cut(method));
    line.put("path", cut(path));
    if (query != null) {
      line.put("query", cut(query));
    }
    line.put("outcome", outcome());
    line.put("status", status);
    line.put("requestId", requestId);
    if (!buckets.isEmpty()) {
      line.set("buckets", Json.MAPPER.valueToTree(buckets));
    }
    return line.toString();
  }

  private String outcome() {
    return switch (status) {
      case 401 -> "unauthenticated";
      case 403 -> "forbidden";
      default -> status < 400 ? "done" : "failed";
    };
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
