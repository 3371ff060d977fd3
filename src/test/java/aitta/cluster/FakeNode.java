package aitta.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A process that starts, is found ready and dies like a node, for the tests of the fixture itself.
 * It answers every other path with the path as it was sent, keeps one file, and tells whether it
 * reaches a peer. Runs from a jar of its own, so it uses the JDK alone.
 */
final class FakeNode {
  private FakeNode() {}

  public static void main(String[] args) throws IOException {
    if (System.getenv("AITTA_CLUSTER") != null) {
      System.out.println("refused: AITTA_CLUSTER is set");
      System.exit(3);
    }
    // Without it a JVM that is told to stop ends with code 143.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    InetAddress host = InetAddress.getByName(System.getenv("AITTA_HOST"));
    int peerPort = Integer.parseInt(System.getenv("AITTA_PORT"));
    ServerSocket peers = new ServerSocket(peerPort, 50, host); // listens; never accepts
    int httpPort = Integer.parseInt(System.getenv("AITTA_HTTP_PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, httpPort), 50);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", FakeNode::echo);
    server.createContext("/kept", FakeNode::kept);
    server.createContext("/reach/", FakeNode::reach);
    server.start();
    System.out.println("serving, arguments " + String.join(" ", args) + ", peers at " + peers);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    answer(exchange, 200, exchange.getRequestURI().toString());
  }

  private static void kept(HttpExchange exchange) throws IOException {
    Path file = Path.of(System.getenv("AITTA_DATA_DIR"), "kept");
    if (exchange.getRequestMethod().equals("PUT")) {
      Files.createDirectories(file.getParent());
      Files.write(file, exchange.getRequestBody().readAllBytes());
      answer(exchange, 204, "");
    } else {
      answer(exchange, Files.exists(file) ? 200 : 404, Files.exists(file) ? read(file) : "none");
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** {@code /reach/host:port}: whether a connection opens within half a second. */
  private static void reach(HttpExchange exchange) throws IOException {
    String[] peer = exchange.getRequestURI().getPath().substring("/reach/".length()).split(":");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(peer[0], Integer.parseInt(peer[1])), 500);
      answer(exchange, 200, "reached");
    } catch (IOException e) {
      answer(exchange, 503, e.toString());
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
