package aitta.http;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A bound server in front of a {@link FakeBackend}. In a static field it serves a class of tests,
 * and each finds the backend empty; in another it serves one test.
 */
final class RunningEdge implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  static final int MAX_VALUE = 100_000;

  /** One for all tests, since it takes a second to start; its threads end with the JVM. */
  static final ActorSystem SYSTEM =
      ActorSystem.create(
          "edge",
          ConfigFactory.parseString(
                  "pekko { daemonic = on, loglevel = ERROR, actor.default-dispatcher"
                      + ".fork-join-executor { parallelism-min = 2, parallelism-max = 2 } }")
              .withFallback(ConfigFactory.load()));

  final FakeBackend backend = new FakeBackend();

  /** Names of whatever was asked of the backend. */
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  final HttpEdge edge;
  private boolean forOneTest;

  private RunningEdge(EdgeSettings settings, Telemetry telemetry, Protection protection) {
    edge =
        HttpEdge.bind(SYSTEM, settings, watched(backend, asked), telemetry, protection)
            .toCompletableFuture()
            .join();
  }

  private static Backend watched(Backend backend, Queue<String> asked) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static RunningEdge start() {
    return start(settings(64, 10L * MAX_VALUE, Duration.ofSeconds(30)));
  }

  static RunningEdge start(EdgeSettings settings) {
    return start(settings, Telemetry.NONE);
  }

  static RunningEdge start(EdgeSettings settings, Telemetry telemetry) {
    return new RunningEdge(settings, telemetry, Protection.NONE);
  }

  static RunningEdge start(Protection protection) {
    EdgeSettings settings = settings(64, 10L * MAX_VALUE, Duration.ofSeconds(30));
    return new RunningEdge(settings, Telemetry.NONE, protection);
  }

  RunningEdge forOneTest() {
    forOneTest = true;
    return this;
  }

  static EdgeSettings settings(int maxRequests, long maxBodyBytes, Duration bodyStall) {
    return new EdgeSettings(
        "127.0.0.1", 0, 3, MAX_VALUE, Duration.ofSeconds(2), maxRequests, maxBodyBytes, bodyStall);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    backend.reset();
    asked.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (forOneTest) {
      stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  private void stop() {
    edge.stop(Duration.ofMillis(500)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
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
}
