package aitta.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends one request to one node, once. Connections are kept and used again. */
final class Transport {
  private final HttpClient http;
  private final String token;

  /**
   * @param token sent as a bearer token; null for none
   */
  Transport(HttpClient http, String token) {
    this.http = http;
    this.token = token;
  }

  /**
   * @param limit after which the exchange is broken off, its body included
   * @return fails with what went wrong, never wrapped
   */
  CompletableFuture<HttpReply> send(URI node, HttpCall call, Duration limit) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request(node, call), BodyHandlers.ofByteArray());
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    exchange.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            reply.completeExceptionally(unwrapped(failure));
          } else {
            reply.complete(new HttpReply(answer.statusCode(), answer.headers(), answer.body()));
          }
        });
    reply.orTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    reply.whenComplete((done, failure) -> exchange.cancel(true)); // nothing where it is over
    return reply;
  }

  private HttpRequest request(URI node, HttpCall call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node + call.target()))
            .method(
                call.method(),
                call.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body()));
    call.headers().forEach(request::header);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
