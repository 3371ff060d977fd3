package aitta.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An HTTP server on loopback that answers as the test says, and remembers what it was asked. */
public final class ScriptedNode implements AutoCloseable {
  static {
    // Else each answer on a connection that was used before waits for an acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Answer> script;

  /** A request as it came. */
  public record Asked(String method, String target, Map<String, String> headers, byte[] body) {
    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String path() {
      return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }

    public String line() {
      return method + " " + target;
    }
  }

  /**
   * An answer to give.
   *
   * @param status 0 to cut the connection instead
   */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static final Answer CUT = of(0);

    public static Answer of(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }

    public static Answer json(int status, String json) {
      return of(status).with("Content-Type", "application/json").body(json);
    }

    public static Answer problem(int status, String name) {
      return of(status)
          .with("Content-Type", "application/problem+json")
          .body(
              "{\"type\":\"/problems/%s\",\"title\":\"T\",\"status\":%d,\"detail\":\"D\"}"
                  .formatted(name, status));
    }

    public Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body);
    }

    public Answer body(String text) {
      return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Answer body(byte[] bytes) {
      return new Answer(status, headers, bytes);
    }
  }

  public ScriptedNode(Function<Asked, Answer> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** A node that gives these answers one after the other, then the last of them for ever. */
  public static ScriptedNode answering(Answer... answers) {
    int[] at = {0};
    return new ScriptedNode(
        asked -> {
          synchronized (at) {
            return answers[Math.min(at[0]++, answers.length - 1)];
          }
        });
  }

  public void script(Function<Asked, Answer> other) {
    script = other;
  }

  public String url() {
    return "http://" + address();
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return asked;
  }

  public List<String> lines() {
    return asked.stream().map(Asked::line).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> String.join(", ", header.getValue())));
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRequestBody().readAllBytes());
      asked.add(request);
      Answer answer = script.apply(request);
      if (answer.status() == 0) {
        return; // closing without an answer cuts the connection
      }
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
