package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A well-behaved client on one connection that it never gives up: it reads and writes all the time,
 * and remembers the first thing that went wrong. Whatever others do to the node, it must not
 * notice.
 */
final class Bystander implements AutoCloseable {
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final RawConnection connection;
  private final String path = Paths.key("bystander", Paths.fresh("key"));
  private volatile Throwable trouble;
  private volatile int rounds;

  Bystander(TestNode node) throws IOException {
    connection = node.connect();
    pace.scheduleWithFixedDelay(this::round, 0, 50, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      byte[] value = ("round " + rounds).getBytes(StandardCharsets.US_ASCII);
      connection.exchange("PUT", path + "?timeout=10s", value).expect(204);
      Reply read = connection.exchange("GET", path + "?timeout=10s", null).expect(200);
      assertThat(read.body()).as("%s", read).isEqualTo(value);
      connection.exchange("GET", "/health/ready", null).expect(200);
      rounds++;
    } catch (IOException | AssertionError e) {
      trouble = e;
      pace.shutdown();
    }
  }

  int rounds() {
    return rounds;
  }

  void assertUntroubled() {
    assertThat(trouble).as("what a bystander met after %d rounds", rounds).isNull();
  }

  @Override
  public void close() throws IOException {
    pace.shutdownNow();
    connection.close();
  }
}
