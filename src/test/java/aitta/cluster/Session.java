package aitta.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One worker's keep-alive connections, one to each node it talks to. Used by one thread. */
final class Session implements AutoCloseable {
  private final Map<TestNode, RawConnection> connections = new HashMap<>();
  private final Duration limit;

  Session() {
    this(Duration.ofSeconds(70));
  }

  /**
   * @param limit for which an answer is waited for
   */
  Session(Duration limit) {
    this.limit = limit;
  }

  /**
   * Sends one request over the connection kept for {@code node} and waits for the answer.
   *
   * @throws IOException if there was none; nothing is sent twice
   */
  Reply exchange(TestNode node, String method, String path, byte[] body, String... headers)
      throws IOException {
    RawConnection connection = connections.get(node);
    if (connection == null) {
      connection = node.connect(limit);
      connections.put(node, connection);
    }
    try {
      Reply reply = connection.exchange(method, path, body, headers);
      if (reply.header("Connection").orElse("").equalsIgnoreCase("close")) {
        drop(node);
      }
      return reply;
    } catch (IOException e) {
      drop(node);
      throw e;
    }
  }

  private void drop(TestNode node) throws IOException {
    connections.remove(node).close();
  }

  @Override
  public void close() throws IOException {
    for (RawConnection connection : connections.values()) {
      connection.close();
    }
  }
}
