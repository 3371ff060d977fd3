package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.cli.local.ReadyProbe.Answer;
import aitta.credentials.TestAuthority;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void nodeThatSpeaksHttpsIsTrustedByItsAuthorityAlone(@TempDir Path folder) throws Exception {
    TestAuthority farm = new TestAuthority(folder, "farm");
    TestAuthority stranger = new TestAuthority(folder, "stranger");
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(farm.client(farm.issue("node"))));
    secure.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    secure.start();
    try {
      NodePlan node = new NodePlan("n1", 7600, secure.getAddress().getPort(), Path.of("n1"), true);
      assertThat(new ReadyProbe(farm.authorities()).ask(node)).isEqualTo(new Answer(true, "ready"));
      Answer refused = new ReadyProbe(stranger.authorities()).ask(node);
      assertThat(refused.ready()).isFalse();
      assertThat(refused.detail()).contains("AITTA_TLS_CA", "certification path");
    } finally {
      secure.stop(0);
    }
    assertThatThrownBy(() -> new ReadyProbe(folder.resolve("none.pem")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("none.pem");
  }

  private Answer ask() throws InterruptedException {
    return ask(server.getAddress().getPort());
  }

  private static Answer ask(int port) throws InterruptedException {
    return new ReadyProbe(null).ask(new NodePlan("n1", 7600, port, Path.of("n1")));
  }
}
