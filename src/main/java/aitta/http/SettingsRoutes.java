package aitta.http;

import aitta.tuning.Tunable;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/cluster/settings}: what can be changed while nodes run. */
final class SettingsRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD", "PUT");
  private static final int MAX_BODY = 16 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Backend backend;
  private final Bodies bodies;
  private final Work work;

  SettingsRoutes(Backend backend, Bodies bodies, Work work) {
    this.backend = backend;
    this.bodies = bodies;
    this.work = work;
  }

  CompletionStage<HttpResponse> answer(Call call) throws Refusal {
    call.query(List.of());
    if (call.isRead()) {
      return CompletableFuture.completedFuture(shown(backend.administration().settings()));
    }
    JsonBodies.checkType(call);
    return bodies.with(
        call,
        MAX_BODY,
        bytes -> {
          try {
            Map<String, String> changes = changes(JsonBodies.object(bytes));
            return work.run(
                TIMEOUT,
                () -> backend.administration().changeSettings(changes),
                SettingsRoutes::shown);
          } catch (Refusal refusal) {
            return CompletableFuture.failedStage(refusal);
          }
        });
  }

  private static HttpResponse shown(Map<String, String> values) {
    Map<String, Object> document = new TreeMap<>();
    values.forEach(
        (key, value) ->
            document.put(key, Tunable.isNumber(key) ? (Object) Integer.valueOf(value) : value));
    return Answers.json(200, Answers.headers(), document);
  }

  /** Null in JSON, an empty text here: as each node's own configuration has it. */
  private static Map<String, String> changes(JsonNode body) throws Refusal {
    Map<String, String> changes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      if (!Tunable.isKnown(key)) {
        throw Refusal.invalid(
            "setting '"
                + (key.length() <= 64 ? key : key.substring(0, 64) + "…")
                + "' is unknown; known are "
                + String.join(", ", Tunable.keys()));
      }
      boolean isForm = Tunable.isNumber(key) ? value.isIntegralNumber() : value.isTextual();
      String wrong = Tunable.wrong(key, isForm ? value.asText() : "");
      if (!value.isNull() && wrong != null) {
        throw Refusal.invalid("setting '" + key + "' must be null or " + wrong);
      }
      changes.put(key, value.isNull() ? "" : value.asText());
    }
    return changes;
  }
}
