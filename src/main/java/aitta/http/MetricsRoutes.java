package aitta.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/** {@code /metrics}: figures for Prometheus. Answered whatever the load, ready or not. */
final class MetricsRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  private static final ContentType TYPE =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private final Telemetry telemetry;

  MetricsRoutes(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  CompletionStage<HttpResponse> metrics(Call call) {
    return telemetry
        .text()
        .thenApply(
            text ->
                Answers.answer(
                    200,
                    Answers.headers(),
                    HttpEntities.create(TYPE, ByteString.fromString(text))));
  }
}
