package aitta.replica;

import static aitta.replica.ReplicaUnderTest.PEER;
import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.ownership.Pledge;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy that was made anew counts for nothing before the other owners have its life on disk: if
 * all crashed then, they would hold against it what they knew of the one before.
 */
class NewLifeTest {
  private static final int RANGE = ReplicaUnderTest.TABLE.range();

  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private TestSystem system;
  private ReplicaUnderTest replica;

  @BeforeEach
  void begin() {
    system = TestSystem.with(journal, dir);
    replica = ReplicaUnderTest.ready(system);
    get(replica.store(Key.of("bucket", "k"), Writes.set(1L << 20, 1, "value")));
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private void startAgain() {
    system.close();
    system = TestSystem.with(journal, dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
  }

  private CompletableFuture<PeerMessage.Reply> compare(long life, long seqNr) {
    Standing peers = new Standing(life, seqNr, 0, false, 0, 1, Pledge.NONE);
    return replica.ask(new RangeMessage.Compare(1, RANGE, peers, 0));
  }

  private long events() {
    return replica.copy().standing().seqNr();
  }

  @Test
  void aComparisonIsAnsweredOnceTheOthersLifeIsOnDisk() {
    journal.hold();
    CompletableFuture<PeerMessage.Reply> compared = compare(77, 3);
    await().until(() -> journal.held() == 1);
    assertThat(compared).isNotDone();
    journal.release();
    assertThat(get(compared)).isInstanceOf(RangeMessage.Compared.class);
    startAgain();
    assertThat(replica.marks.of(RANGE, PEER)).isEqualTo(new Heard(77, 3, 1));
  }

  @Test
  void itIsNotedOnceAndNotWithEachOfItsEvents() {
    get(compare(77, 3));
    long before = events();
    get(compare(77, 4));
    get(compare(77, 5));
    assertThat(events()).isEqualTo(before);
    get(compare(78, 1));
    assertThat(events()).isEqualTo(before + 1);
  }

  @Test
  void whatTheNodeHasHeardElsewhereIsNotedWithoutAWrite() {
    long before = events();
    replica.marks.heard(RANGE, PEER, 77, 3);
    replica.actor.tell(RangeReplica.NoteLives.INSTANCE);
    await().until(() -> events() == before + 1);
    startAgain();
    assertThat(replica.marks.of(RANGE, PEER)).isEqualTo(new Heard(77, 3, 1));
  }
}
