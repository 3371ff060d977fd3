package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.client.AittaClient;
import aitta.client.Value;
import aitta.model.Key;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who uses the client does not notice that nodes die one at a time. */
@AcceptanceTest
class ClientFailoverIT {
  @Test
  void noCallFailsWhileNodesAreKilledAndStartedAgain() {
    try (TestCluster cluster = TestCluster.of("client", 3).start();
        AittaClient client =
            AittaClient.builder()
                .node(cluster.node(0).url())
                .deadline(Duration.ofSeconds(30))
                .build()) {
      AtomicBoolean closing = new AtomicBoolean();
      AtomicInteger done = new AtomicInteger();
      try (Work.Running<Integer> working =
          Work.start(
              4,
              writer -> {
                int number = 0;
                while (!closing.get()) {
                  Key key = Key.of("work", writer + "-" + number % 50);
                  Value value = Value.text("" + number);
                  client.put(key, value);
                  assertThat(client.get(key).values()).contains(value);
                  number++;
                  done.incrementAndGet();
                }
                return number;
              })) {
        for (TestNode victim : cluster.nodes().subList(0, 2)) {
          awaitMore(working, done, 100);
          victim.kill();
          awaitMore(working, done, 100);
          victim.startAndAwaitReady();
          cluster.awaitAllUp();
        }
        closing.set(true);
        working.join();
      }
    }
  }

  private static void awaitMore(Work.Running<Integer> working, AtomicInteger done, int more) {
    int target = done.get() + more;
    await("calls to succeed")
        .atMost(Duration.ofSeconds(60))
        .until(() -> working.isDone() || done.get() >= target);
    if (working.isDone()) {
      working.join(); // tells why
    }
  }
}
