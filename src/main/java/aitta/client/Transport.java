package aitta.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends one request to one node, once. Connections are kept and used again. */
final class Transport {
  private static final byte[] NOTHING = {};

  private final HttpClient http;
  private final String token;
  private final int mostBytes;

  /**
   * @param token sent as a bearer token; null for none
   * @param mostBytes that an answer may have
   */
  Transport(HttpClient http, String token, int mostBytes) {
    this.http = http;
    this.token = token;
    this.mostBytes = mostBytes;
  }

  /**
   * @param limit after which the exchange is broken off, its body included
   * @return fails with what went wrong, never wrapped
   */
  CompletableFuture<HttpReply> send(URI node, HttpCall call, Duration limit) {
    CompletableFuture<HttpResponse<HttpReply>> exchange =
        http.sendAsync(request(node, call), info -> body(call, info));
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    exchange.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            reply.completeExceptionally(unwrapped(failure));
          } else {
            reply.complete(answer.body());
          }
        });
    reply.orTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    reply.whenComplete((done, failure) -> exchange.cancel(true)); // nothing where it is over
    return reply;
  }

  /** In memory as a whole, or line by line where that was asked for and is what came. */
  private BodySubscriber<HttpReply> body(HttpCall call, ResponseInfo info) {
    boolean isLines =
        info.headers().firstValue("Content-Type").filter(Scan.TYPE::equals).isPresent();
    if (call.isScan() && info.statusCode() == 200 && isLines) {
      return BodySubscribers.mapping(
          new LineBody(mostBytes),
          lines -> new HttpReply(info.statusCode(), info.headers(), NOTHING, lines));
    }
    return BodySubscribers.mapping(
        new BoundedBody(info, mostBytes, () -> new AnswerTooLargeException(call, mostBytes)),
        bytes -> new HttpReply(info.statusCode(), info.headers(), bytes));
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
