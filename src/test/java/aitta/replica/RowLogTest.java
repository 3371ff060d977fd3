package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.codec.MalformedException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log makes of a table and a journal that do not fit each other. */
class RowLogTest {
  private static final TableId TABLE = TableId.range(3, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private final BlockingQueue<RowLog.Notice> notices = new LinkedBlockingQueue<>();

  @Test
  void eventsThatTheTableLacksAreReplayed() {
    try (TestSystem system = TestSystem.with(journal, dir)) {
      append(start(system), 3);
    }
    TestSystem.loseUnflushedRows(dir);
    try (TestSystem system = TestSystem.with(journal, dir)) {
      start(system);
      assertThat(system.store().get(TABLE, row(3))).containsExactly(3);
    }
  }

  /** Rows that an event in between had changed would be served as they were before it. */
  @Test
  void tableBetweenWhichAndTheJournalEventsAreMissingIsNotOpened() {
    try (TestSystem system = TestSystem.with(journal, dir)) {
      append(start(system), 3);
    }
    TestSystem.loseUnflushedRows(dir);
    journal.lose(TABLE.persistenceId(), 2);
    try (TestSystem system = TestSystem.with(journal, dir)) {
      spawn(system);
      RowLog.Notice said = next();
      assertThat(said).isInstanceOf(RowLog.Unreadable.class);
      Throwable cause = ((RowLog.Unreadable) said).cause();
      assertThat(Refusals.isDamage(cause)).as("%s", cause).isTrue();
      assertThat(cause).hasStackTraceContaining(MalformedException.class.getSimpleName());
      assertThat(system.store().get(TABLE, row(3))).as("what came behind the gap").isNull();
    }
  }

  private ActorRef<RowLog.Append> start(TestSystem system) {
    ActorRef<RowLog.Append> log = spawn(system);
    assertThat(next()).isInstanceOf(RowLog.Ready.class);
    return log;
  }

  private ActorRef<RowLog.Append> spawn(TestSystem system) {
    ActorRef<RowLog.Notice> owner =
        system.spawn(
            Behaviors.receiveMessage(
                notice -> {
                  notices.add(notice);
                  return Behaviors.same();
                }));
    return system.spawn(RowLog.create(TABLE, system.store(), owner));
  }

  private void append(ActorRef<RowLog.Append> log, int count) {
    for (int i = 1; i <= count; i++) {
      RowChange change = RowChange.put(row(i), new byte[] {(byte) i});
      log.tell(new RowLog.Append(i, List.of(change), new byte[0]));
      assertThat(((RowLog.Appended) next()).seqNr()).isEqualTo(i);
    }
  }

  private RowLog.Notice next() {
    try {
      RowLog.Notice notice = notices.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(notice).as("word of the log").isNotNull();
      return notice;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] row(int number) {
    return new byte[] {1, (byte) number};
  }
}
