package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A node whose data directory is an older copy of itself: it must neither show what was there then
 * nor give new writes the names of those that it has forgotten.
 */
@AcceptanceTest
class OldCopyIT {
  private static final int KEYS = 30;

  private final List<RegisterLedger> ledgers = new ArrayList<>();

  @Test
  @FaultyCluster(nodes = 3, settings = "AITTA_REPAIR_INTERVAL=5s")
  void writesThroughANodeWithARestoredDirectoryDoNotVanish(Faults faults) {
    setBackAndWrite(faults, DataCopy::replaceOriginal);
  }

  @Test
  @FaultyCluster(nodes = 3, settings = "AITTA_REPAIR_INTERVAL=5s")
  void writesThroughANodeWhoseDiskWasSetBackAsAWholeDoNotVanish(Faults faults) {
    setBackAndWrite(faults, DataCopy::turnBack);
  }

  private void setBackAndWrite(Faults faults, Consumer<DataCopy> setBack) {
    TestNode node = faults.node(0);
    TestNode other = faults.node(1);
    TestNode behind = faults.node(2);
    for (int i = 0; i < KEYS; i++) {
      ledgers.add(new RegisterLedger(Paths.key("old-copy", "k" + i), true));
    }
    writeAll(node, "first");
    node.kill();
    DataCopy copy = DataCopy.of(node);
    node.startAndAwaitReady();
    writeAll(node, "second");
    faults.cluster().awaitAllUp();
    behind.pause();
    TestCluster.awaitUnreachable(node, List.of(behind));
    writeAll(node, "third"); // two have it: the one that forgets it, and the one that is gone then
    node.kill();
    setBack.accept(copy);
    node.startAndAwaitReady();
    await("the copies of " + node.id() + " to be judged")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(() -> node.logSinceStart().contains(" 0 wait for other owners to confirm them"));
    other.kill();
    behind.resume();
    assertThat(readAll(node)).as("reads without an owner that knows").isZero(); // 503 all of them
    other.startAndAwaitReady();
    readAll(node); // right, or 503
    writeAll(node, "fourth");

    faults.cluster().awaitAllUp();
    for (TestNode witness : faults.cluster().nodes()) {
      await("every key to be readable through " + witness.id())
          .atMost(TestCluster.HEAL_LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> readAll(witness) == KEYS);
      await("every copy of " + witness.id())
          .atMost(TestCluster.HEAL_LIMIT)
          .untilAsserted(
              () -> {
                for (RegisterLedger ledger : ledgers) {
                  Reply reply = witness.client().get(ledger.key() + "?r=one");
                  assertThat(reply.expect(200).text()).isEqualTo("fourth");
                }
              });
    }
  }

  private void writeAll(TestNode node, String value) {
    for (RegisterLedger ledger : ledgers) {
      int number = ledger.write(value);
      // It has just started, and says 503 until it has found its peers; then it takes writes.
      await("a write through " + node.id())
          .atMost(Duration.ofSeconds(30))
          .until(() -> isWritten(node, ledger, value));
      ledger.acknowledge(number);
    }
  }

  /**
   * How many of the reads had an answer that tells; each of these is right. There may be no answer
   * at all: clusters that formed apart become one, for which a node begins anew.
   */
  private int readAll(TestNode node) {
    int told = 0;
    for (RegisterLedger ledger : ledgers) {
      int before = ledger.lastAcknowledged();
      Reply reply = tried(node, "GET", ledger, null);
      if (reply != null && reply.status() != 503) {
        assertThat(reply.status()).as("%s", reply).isIn(200, 300, 404);
        told++;
        List<String> seen =
            reply.status() == 404
                ? List.of()
                : reply.status() == 300 ? reply.siblingTexts() : List.of(reply.text());
        assertThat(ledger.violations(before, seen)).as("%s", reply).isEmpty();
      }
    }
    return told;
  }

  private static boolean isWritten(TestNode node, RegisterLedger ledger, String value) {
    Reply reply = tried(node, "PUT", ledger, value);
    return reply != null && reply.status() == 204;
  }

  /** The answer to a strict request, or null. */
  private static Reply tried(TestNode node, String method, RegisterLedger ledger, String value) {
    byte[] body = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    try {
      return node.client().trySend(method, ledger.key() + "?strict=true", body);
    } catch (IOException e) {
      return null;
    }
  }
}
