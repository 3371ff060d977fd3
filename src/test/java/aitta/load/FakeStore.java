package aitta.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A server that keeps objects in memory, and can be made to lie. */
final class FakeStore implements AutoCloseable {
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();
  volatile int status; // of every answer, where not 0
  volatile boolean forgets;
  volatile UnaryOperator<byte[]> onWrite = value -> value;
  volatile String policy = "siblings";
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  FakeStore() throws IOException {
    this(null);
  }

  /**
   * @param encryption null for http
   */
  FakeStore(SSLContext encryption) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (encryption == null) {
      scheme = "http";
      server = HttpServer.create(address, 100);
    } else {
      scheme = "https";
      HttpsServer secure = HttpsServer.create(address, 100);
      secure.setHttpsConfigurator(new HttpsConfigurator(encryption));
      server = secure;
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (!path.contains("/keys/")) {
      bucket(exchange, body);
    } else if (status != 0) {
      reply(exchange, status, new byte[0]);
    } else if (exchange.getRequestMethod().equals("PUT")) {
      objects.put(path, onWrite.apply(body));
      reply(exchange, 204, null);
    } else {
      byte[] value = forgets ? null : objects.get(path);
      reply(exchange, value == null ? 404 : 200, value == null ? new byte[0] : value);
    }
  }

  private void bucket(HttpExchange exchange, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      policy = new String(body).contains("latest") ? "latest" : "siblings";
    }
    reply(exchange, 200, ("{\"conflicts\":\"" + policy + "\"}").getBytes());
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body == null ? -1 : body.length == 0 ? -1 : body.length);
    if (body != null && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
