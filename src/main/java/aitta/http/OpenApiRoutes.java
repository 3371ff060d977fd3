package aitta.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/** {@code /v1/openapi.json}: what there is, for programs that read it. */
final class OpenApiRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  private static final String DOCUMENT = "openapi.json";

  private final ByteString document = read();

  private static ByteString read() {
    try (InputStream in = OpenApiRoutes.class.getResourceAsStream(DOCUMENT)) {
      return ByteString.fromArrayUnsafe(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(DOCUMENT + " is in every build", e);
    }
  }

  CompletionStage<HttpResponse> document(Call call) throws Refusal {
    call.query(List.of());
    return CompletableFuture.completedFuture(
        Answers.answer(
            200, Answers.headers(), HttpEntities.create(ContentTypes.APPLICATION_JSON, document)));
  }
}
