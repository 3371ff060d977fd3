package aitta.replica;

import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.version.Siblings;
import aitta.version.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One replica on a real store and the journal of a node. */
class RangeReplicaTest {
  private static final Key KEY = Key.of("bucket", "key");
  private static final long PEER = 1L << 20;
  @TempDir Path dir;
  private TestSystem system;
  private ReplicaUnderTest replica;

  @BeforeEach
  void start() {
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.ready(system);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void whatIsAcknowledgedIsThereToBeRead() {
    Siblings siblings = Writes.set(PEER, 1, "value");
    PeerMessage.Reply reply = get(replica.store(KEY, siblings));
    assertThat(reply).isInstanceOf(PeerMessage.Stored.class);
    assertThat(replica.fetch(KEY)).isEqualTo(siblings);
    assertThat(replica.figures.total()).isEqualTo(new Figures(1, 5));
  }

  @Test
  void anUnknownKeyIsEmpty() {
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(get(replica.ask(new PeerMessage.Fetch(9, KEY, false))))
        .isEqualTo(new PeerMessage.Known(9, Summary.EMPTY, true));
  }

  @Test
  void versionsAloneAreToldWithoutValues() {
    Siblings siblings = Writes.set(PEER, 1, "value");
    get(replica.store(KEY, siblings));
    assertThat(get(replica.ask(new PeerMessage.Fetch(9, KEY, false))))
        .isEqualTo(new PeerMessage.Known(9, siblings.summary(), true));
  }

  @Test
  void aMintedVersionIsStoredToo() {
    ReplicaUnderTest.Mint mint = replica.mint(Writes.put(KEY, "value"));
    Siblings sent = mint.outcome().siblings();
    assertThat(get(mint.stored())).isInstanceOf(PeerMessage.Stored.class);
    assertThat(replica.fetch(KEY)).isEqualTo(sent);
  }

  @Test
  void whatIsAcknowledgedSurvivesARestartAndTheWriterIdDoesNot() {
    List<CompletableFuture<PeerMessage.Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      replies.add(replica.store(key(i), Writes.set(PEER, i + 1, "value " + i)));
    }
    ReplicaUnderTest.Mint mint = replica.mint(Writes.put(KEY, "minted"));
    long writer = mint.writer();
    get(mint.stored());
    replies.forEach(ReplicaUnderTest::get);
    Figures before = replica.figures.total();
    stop();
    start();
    requireAllThere(before);
    assertThat(replica.mint(Writes.add(KEY, "again")).writer()).isNotEqualTo(writer);
  }

  @Test
  void whatTheStoreHadNotFlushedComesBackFromTheJournal() {
    for (int i = 0; i < 50; i++) {
      get(replica.store(key(i), Writes.set(PEER, i + 1, "value " + i)));
    }
    get(replica.mint(Writes.put(KEY, "minted")).stored());
    get(replica.claim(KEY, 7));
    Figures before = replica.figures.total();
    stop();
    TestSystem.loseUnflushedRows(dir);
    start();
    requireAllThere(before);
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    requireOutbid(get(replica.claim(KEY, 6)), 7);
  }

  private void requireAllThere(Figures before) {
    for (int i = 0; i < 50; i++) {
      assertThat(Writes.values(replica.fetch(key(i)))).containsExactly("value " + i);
    }
    assertThat(Writes.values(replica.fetch(KEY))).containsExactly("minted");
    assertThat(replica.figures.total()).isEqualTo(before);
  }

  @Test
  void aReplicaStartedAnewMintsUnderAnotherWriterIdAndFromAllItHeld() {
    ReplicaUnderTest.Mint mint = replica.mint(Writes.put(KEY, "first"));
    long writer = mint.writer();
    get(mint.stored());
    system.stop(replica.actor);
    replica = ReplicaUnderTest.ready(system);
    ReplicaUnderTest.Mint second = replica.mint(Writes.add(KEY, "second"));
    assertThat(second.writer()).isNotEqualTo(writer);
    assertThat(Writes.values(second.outcome().siblings()))
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void aPromiseIsKeptOverARestart() {
    assertThat(get(replica.claim(KEY, 5))).isInstanceOf(PeerMessage.Claimed.class);
    stop();
    start();
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    Siblings siblings = Writes.set(PEER, 1, "conditional");
    requireOutbid(get(replica.claim(KEY, 4)), 5);
    requireOutbid(get(replica.storeBallot(KEY, siblings, 4)), 5);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(get(replica.claim(KEY, 5))).isInstanceOf(PeerMessage.Claimed.class);
    assertThat(get(replica.storeBallot(KEY, siblings, 5))).isInstanceOf(PeerMessage.Stored.class);
    assertThat(replica.fetch(KEY)).isEqualTo(siblings);
  }

  @Test
  void aQuestionPastItsDeadlineIsRefused() {
    long past = replica.clock.nanos() - 1;
    PeerMessage.Store store = new PeerMessage.Store(9, KEY, Writes.set(PEER, 1, "late"));
    requireRefused(get(replica.ask(store, past)), Reason.LATE);
    requireRefused(get(replica.ask(new PeerMessage.Fetch(9, KEY, true), past)), Reason.LATE);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void aFullDiskTakesNothingNewAndIsReadAllTheSame() {
    Siblings siblings = Writes.set(PEER, 1, "value");
    get(replica.store(KEY, siblings));
    replica.diskFull.set(true);
    Siblings more = Writes.plus(siblings, PEER, 2, "more");
    requireRefused(get(replica.store(KEY, more)), Reason.DISK);
    requireRefused(get(replica.storeBallot(KEY, more, 1)), Reason.DISK);
    RangeReplica.MintReply minted = get(replica.mint(Writes.put(KEY, "more")).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.DISK);
    assertThat(replica.fetch(KEY)).isEqualTo(siblings);
  }

  private static Key key(int index) {
    return Key.of("bucket", "key-" + index);
  }

  private static void requireOutbid(PeerMessage.Reply reply, long promised) {
    assertThat(reply).isInstanceOf(PeerMessage.Outbid.class);
    assertThat(((PeerMessage.Outbid) reply).promised()).isEqualTo(promised);
  }

  private static void requireRefused(PeerMessage.Reply reply, Reason reason) {
    assertThat(reply).isInstanceOf(PeerMessage.Refused.class);
    assertThat(((PeerMessage.Refused) reply).reason()).isEqualTo(reason);
  }
}
