package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelayRelayTest {
  private static final Duration DELAY = Duration.ofMillis(100);

  @Test
  void bytesArriveUnchangedAndNoEarlierThanTheDelayEachWay() throws IOException {
    try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        DelayRelay relay =
            new DelayRelay(
                "127.0.0.1", new InetSocketAddress("127.0.0.1", echo.getLocalPort()), DELAY)) {
      Thread answering = new Thread(() -> echoOne(echo), "echo");
      answering.setDaemon(true);
      answering.start();
      try (Socket socket = new Socket("127.0.0.1", relay.port())) {
        socket.setSoTimeout(10_000);
        for (int i = 0; i < 3; i++) {
          byte[] sent = {1, 2, (byte) i};
          long start = System.nanoTime();
          socket.getOutputStream().write(sent);
          assertThat(socket.getInputStream().readNBytes(3)).isEqualTo(sent);
          assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isGreaterThanOrEqualTo(DELAY.multipliedBy(2));
        }
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).as("the end of the stream").isNegative();
      }
      assertThat(relay.passed()).isEqualTo(2 * 3 * 3);
    }
  }

  private static void echoOne(ServerSocket echo) {
    try (Socket socket = echo.accept()) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      System.out.println("the echo ended: " + e); // the test says what that means
    }
  }
}
