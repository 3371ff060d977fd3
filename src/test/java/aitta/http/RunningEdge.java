package aitta.http;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;

/** A bound server in front of a {@link FakeBackend}. */
final class RunningEdge implements AutoCloseable {
  static final int MAX_VALUE = 100_000;

  final FakeBackend backend = new FakeBackend();
  final HttpEdge edge;
  private final ActorSystem system;

  private RunningEdge(EdgeSettings settings) {
    system =
        ActorSystem.create(
            "edge",
            ConfigFactory.parseString(
                    "pekko.loglevel = WARNING, pekko.actor.default-dispatcher.fork-join-executor"
                        + " { parallelism-min = 2, parallelism-max = 2 }")
                .withFallback(ConfigFactory.load()));
    edge = HttpEdge.bind(system, settings, backend).toCompletableFuture().join();
  }

  static RunningEdge start() {
    return start(settings(64, 10L * MAX_VALUE, Duration.ofSeconds(30)));
  }

  static RunningEdge start(EdgeSettings settings) {
    return new RunningEdge(settings);
  }

  static EdgeSettings settings(int maxRequests, long maxBodyBytes, Duration bodyStall) {
    return new EdgeSettings(
        "127.0.0.1", 0, 3, MAX_VALUE, Duration.ofSeconds(2), maxRequests, maxBodyBytes, bodyStall);
  }

  RawConnection connect() throws IOException {
    return new RawConnection(edge.address());
  }

  /** One request on a connection of its own. */
  RawConnection.Answer ask(String head, String... headers) throws IOException {
    return askWithBody(head, "", headers);
  }

  RawConnection.Answer askWithBody(String head, String body, String... headers) throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(request(head, body, headers));
      return head.startsWith("HEAD") ? connection.readHead() : connection.read();
    }
  }

  /** A request as text, each character a byte. */
  static String request(String head, String body, String... headers) {
    StringBuilder text = new StringBuilder(head).append(" HTTP/1.1\r\nHost: edge\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  @Override
  public void close() {
    within(edge.stop(Duration.ofSeconds(1)));
    system.terminate();
    within(system.getWhenTerminated());
  }

  private static void within(CompletionStage<?> stage) {
    stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
