package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.cli.local.ReadyProbe.Answer;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadyProbeTest {
  private HttpServer server;
  private volatile int status = 503;
  private volatile String body = "";

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void tellsWhatTheNodeSays() throws InterruptedException {
    body = "{\"type\":\"/problems/not-ready\",\"detail\":\"joining\"}";
    assertThat(ask()).isEqualTo(new Answer(false, "joining"));
    status = 200;
    assertThat(ask()).isEqualTo(new Answer(true, "ready"));
  }

  @Test
  void hasAWordForAnswersThatSayNothing() throws InterruptedException {
    for (String nothing : new String[] {"", "[]", "not JSON", "{\"detail\":7}"}) {
      body = nothing;
      assertThat(ask()).isEqualTo(new Answer(false, "answers 503"));
    }
  }

  @Test
  void nodeThatDoesNotListenIsStarting() throws InterruptedException {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThat(ask(port)).isEqualTo(new Answer(false, "starting"));
  }

  private Answer ask() throws InterruptedException {
    return ask(server.getAddress().getPort());
  }

  private static Answer ask(int port) throws InterruptedException {
    return new ReadyProbe().ask(new NodePlan("n1", 7600, port, Path.of("n1")));
  }
}
