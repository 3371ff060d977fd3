package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/**
 * Many small records on one small node: what is kept is bounded by the disk, not by memory.
 *
 * <p>{@code -Daitta.bulk.records=5000000} is the goal that the node's memory is set for; the
 * default is what a build can spare the time for.
 */
@AcceptanceTest
class BulkIT {
  private static final int RECORDS = Integer.getInteger("aitta.bulk.records", 200_000);
  private static final int CONNECTIONS = 32;

  /** Requests under way on each connection; the next is sent when the first of them is answered. */
  private static final int UNDER_WAY = 16;

  /** After a restart every record is read up to this many, then every second, third, … */
  private static final int READ_BACK = 500_000;

  @Test
  void manySmallRecordsFitIntoASmallNodeAndOutliveIt() {
    TestCluster bulk = TestCluster.of("bulk", 1).heap("512m").with("AITTA_RANGES", "128");
    try (TestCluster cluster = bulk.start()) {
      TestNode node = cluster.node(0);
      long start = System.nanoTime();
      Work.inParallel(CONNECTIONS, worker -> exchange(node, worker, 1, true));
      report("written", RECORDS, start);

      node.kill();
      start = System.nanoTime();
      node.start();
      // What was not flushed is replayed, so this does not grow with the number of records.
      node.awaitReady(Duration.ofSeconds(60));
      report("back after kill -9", 1, start);

      int stride = Math.max(1, RECORDS / READ_BACK);
      start = System.nanoTime();
      Work.inParallel(CONNECTIONS, worker -> exchange(node, worker, stride, false));
      report("read", RECORDS / stride, start);
      assertThat(node.log()).content().doesNotContain("OutOfMemoryError");
    }
  }

  /** One worker's share of the records, in a window of requests that moves on answer by answer. */
  private static int exchange(TestNode node, int worker, int stride, boolean write)
      throws IOException {
    Deque<Integer> underWay = new ArrayDeque<>();
    int done = 0;
    try (RawConnection connection = node.connect()) {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      for (int i = worker * stride; i < RECORDS; i += CONNECTIONS * stride) {
        String path = Paths.key("bulk", key(i)) + "?timeout=60s";
        batch.writeBytes(
            write
                ? RawConnection.request("PUT", path, value(i))
                : RawConnection.request("GET", path, null));
        underWay.add(i);
        if (underWay.size() == UNDER_WAY) {
          connection.send(batch.toByteArray());
          batch.reset();
          // Half of the window stays under way, so that neither side waits for the other.
          while (underWay.size() > UNDER_WAY / 2) {
            check(connection.read(), underWay.remove(), write);
            done++;
          }
        }
      }
      connection.send(batch.toByteArray());
      while (!underWay.isEmpty()) {
        check(connection.read(), underWay.remove(), write);
        done++;
      }
    }
    return done;
  }

  private static void check(Reply reply, int i, boolean write) {
    if (write) {
      reply.expect(204);
    } else if (reply.status() != 200 || !Arrays.equals(reply.body(), value(i))) {
      throw new AssertionError("record " + i + " came back as " + reply);
    }
  }

  private static String key(int i) {
    return String.format("record-%09d", i);
  }

  /** 100 bytes that no other record has. */
  private static byte[] value(int i) {
    byte[] value = new byte[100];
    Arrays.fill(value, (byte) '.');
    byte[] number = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(number, 0, value, i % 80, number.length);
    return value;
  }

  private static void report(String what, int count, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf("bulk: %d %s in %.1f s%n", count, what, seconds);
  }
}
