package aitta.cli.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a local cluster sees of a node: its environment, its health page, its exit, its log. */
final class FakeNode {
  private static final int PROBES_UNTIL_READY = 3;

  private FakeNode() {}

  /**
   * @param args {@code n2=die}: n2 ends at once with exit code 3; {@code n2=hang}: n2 never stops
   *     on SIGTERM
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    ParentWatch.start(System.in);
    String id = System.getenv("AITTA_NODE_ID");
    List<String> orders = Arrays.asList(args);
    log("started");
    if (orders.contains(id + "=die")) {
      log("cannot go on");
      System.out.println("WARN cannot go on");
      System.exit(3);
    }
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (orders.contains(id + "=hang")) {
                    hang(never);
                  }
                  log("stopped in order");
                }));
    serve();
    never.await();
  }

  private static void hang(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void serve() throws IOException {
    AtomicInteger probes = new AtomicInteger();
    int port = Integer.parseInt(System.getenv("AITTA_HTTP_PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          boolean ready = probes.incrementAndGet() > PROBES_UNTIL_READY;
          byte[] body = "{\"detail\":\"joining\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(ready ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static void log(String line) {
    try {
      Files.writeString(
          Path.of(System.getenv("AITTA_LOG_FILE")),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
