package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.replica.RowLog;
import aitta.replica.TestSystem;
import aitta.storage.RowChange;
import aitta.storage.TableId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {
  private static final TableId TABLE = TableId.underList(3, 1);
  private static final int EVENTS = 60;
  private static final long MAX_BYTES = 600_000; // events take twice as much

  @TempDir Path dir;
  private TestSystem system;
  private final BlockingQueue<RowLog.Notice> told = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    system.close();
  }

  private ActorRef<RowLog.Append> start() throws InterruptedException {
    system = TestSystem.real(dir);
    ActorRef<RowLog.Notice> owner =
        system.spawn(
            Behaviors.receiveMessage(
                notice -> {
                  told.add(notice);
                  return Behaviors.same();
                }));
    ActorRef<RowLog.Append> log = system.spawn(RowLog.create(TABLE, system.store(), owner));
    assertThat(next()).isInstanceOf(RowLog.Ready.class);
    return log;
  }

  private RowLog.Notice next() throws InterruptedException {
    return told.poll(30, TimeUnit.SECONDS);
  }

  private void append(ActorRef<RowLog.Append> log, int first) throws InterruptedException {
    for (int i = first; i < first + EVENTS; i++) {
      byte[] row = {1, (byte) i};
      log.tell(new RowLog.Append(i, List.of(new RowChange(row, new byte[20_000])), new byte[] {9}));
      assertThat(next()).isInstanceOf(RowLog.Appended.class);
    }
  }

  private void awaitShort() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(system.journal().bytesInUse()).isLessThan(MAX_BYTES));
  }

  @Test
  void aJournalThatHasGrownPastItsBoundIsMadeShorterEachTimeAndNothingIsLost() throws Exception {
    ActorRef<RowLog.Append> log = start();
    append(log, 0);
    assertThat(system.journal().bytesInUse()).isGreaterThan(MAX_BYTES);
    system.spawn(Checkpointer.create(system.store(), system.journal(), MAX_BYTES));
    awaitShort();
    append(log, EVENTS);
    awaitShort();
    system.close();
    start();
    assertThat(system.store().mark(TABLE).orElseThrow().seqNr()).isEqualTo(2 * EVENTS);
    for (int i = 0; i < 2 * EVENTS; i++) {
      assertThat(system.store().get(TABLE, new byte[] {1, (byte) i})).hasSize(20_000);
    }
  }
}
