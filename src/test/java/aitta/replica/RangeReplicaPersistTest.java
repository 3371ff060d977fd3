package aitta.replica;

import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One replica while its journal is slow, and when it fails. */
class RangeReplicaPersistTest {
  private static final Key KEY = Key.of("bucket", "key");
  private static final Key OTHER = Key.of("bucket", "other");
  private static final long PEER = 1L << 20;
  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private TestSystem system;

  @BeforeEach
  void start() {
    system = TestSystem.with(journal, dir);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void readsDoNotWaitBehindAPersistAndShowWhatIsOnDiskAlone() {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system);
    Siblings durable = Writes.set(PEER, 1, "durable");
    get(replica.store(KEY, durable));
    journal.hold();
    CompletableFuture<PeerMessage.Reply> stored =
        replica.store(KEY, Writes.plus(durable, PEER, 2, "not yet"));
    awaitHeld();
    assertThat(replica.fetch(KEY)).isEqualTo(durable);
    ReplicaUnderTest.Mint mint = replica.mint(Writes.add(KEY, "minted"));
    assertThat(Writes.values(mint.outcome().siblings()))
        .containsExactlyInAnyOrder("durable", "not yet", "minted");
    assertThat(replica.fetch(KEY)).isEqualTo(durable);
    assertThat(stored).isNotDone();
    assertThat(mint.stored()).isNotDone();
    journal.release();
    get(stored);
    get(mint.stored());
    assertThat(replica.fetch(KEY)).isEqualTo(mint.outcome().siblings());
  }

  @Test
  void aSetThatIsKnownButNotOnDiskIsNotAcknowledgedEither() {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system);
    journal.hold();
    Siblings siblings = Writes.set(PEER, 1, "value");
    CompletableFuture<PeerMessage.Reply> first = replica.store(KEY, siblings);
    awaitHeld();
    CompletableFuture<PeerMessage.Reply> again = replica.store(KEY, siblings);
    CompletableFuture<PeerMessage.Reply> claimed = replica.claim(KEY, 3);
    CompletableFuture<PeerMessage.Reply> claimedAgain = replica.claim(KEY, 3);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY); // all before were looked at
    assertThat(List.of(first, again, claimed, claimedAgain)).noneMatch(CompletableFuture::isDone);
    journal.release();
    get(first);
    get(again);
    assertThat(get(claimed)).isInstanceOf(PeerMessage.Claimed.class);
    assertThat(get(claimedAgain)).isInstanceOf(PeerMessage.Claimed.class);
    assertThat(journal.events())
        .hasSize(3); // the first made the copy; knowing it already made no event
  }

  @Test
  void allThatComesDuringAPersistBecomesOneEvent() {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system);
    journal.hold();
    List<CompletableFuture<PeerMessage.Reply>> replies = new ArrayList<>();
    replies.add(replica.store(KEY, Writes.set(PEER, 1, "first")));
    awaitHeld();
    for (int i = 0; i < 20; i++) {
      replies.add(replica.store(Key.of("bucket", "key-" + i), Writes.set(PEER, i + 2, "v" + i)));
    }
    replies.add(replica.claim(KEY, 1));
    replica.fetch(KEY); // all before were looked at
    journal.release();
    replies.forEach(ReplicaUnderTest::get);
    assertThat(journal.events()).hasSize(3); // the first made the copy
    List<byte[]> rows =
        journal.events().get(2).changes().stream().map(change -> change.row()).toList();
    assertThat(rows.stream().filter(row -> row[0] != 0)).hasSize(20);
    assertThat(rows).contains(Rows.PROMISE);
  }

  @ParameterizedTest
  @EnumSource
  void aFailedPersistFailsWhatWaitedAndTheReplicaGoesOnUnderAFreshWriterId(TestJournal.Break how) {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system);
    Siblings durable = Writes.set(PEER, 1, "durable");
    get(replica.store(OTHER, durable));
    journal.hold();
    ReplicaUnderTest.Mint mint = replica.mint(Writes.put(KEY, "minted"));
    long writer = mint.writer();
    awaitHeld();
    CompletableFuture<PeerMessage.Reply> behind = replica.store(OTHER, Writes.set(PEER, 2, "x"));
    CompletableFuture<PeerMessage.Reply> claimed = replica.claim(KEY, 1);
    replica.fetch(KEY); // all before were looked at
    journal.failNext(how);
    journal.release();
    for (CompletableFuture<PeerMessage.Reply> reply : List.of(mint.stored(), behind, claimed)) {
      requireRefused(get(reply), Reason.DISK);
    }
    assertThat(replica.budget.used()).isZero();
    replica.awaitReady();
    assertThat(replica.fetch(OTHER)).isEqualTo(durable);
    assertThat(Writes.values(replica.fetch(KEY)))
        .isEqualTo(
            Writes.values(
                how == TestJournal.Break.AFTER_WRITING
                    ? mint.outcome().siblings()
                    : Siblings.EMPTY));
    ReplicaUnderTest.Mint next = replica.mint(Writes.add(KEY, "next"));
    assertThat(next.writer()).isNotEqualTo(writer);
    assertThat(get(next.stored())).isInstanceOf(PeerMessage.Stored.class);
    assertThat(Writes.values(next.outcome().siblings())).containsExactly("next");
    assertThat(replica.fetch(KEY).includes(next.outcome().siblings())).isTrue();
  }

  @Test
  void aReplicaThatIsReadingItsDataBackSaysSo() {
    journal.hold();
    ReplicaUnderTest replica = ReplicaUnderTest.starting(system);
    awaitHeld();
    requireRefused(get(replica.ask(new PeerMessage.Fetch(9, KEY, true))), Reason.STARTING);
    requireRefused(get(replica.store(KEY, Writes.set(PEER, 1, "1"))), Reason.STARTING);
    RangeReplica.MintReply minted = get(replica.mint(Writes.put(KEY, "x")).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.STARTING);
    assertThat(replica.figures.readyRanges()).isZero();
    journal.release();
    replica.awaitReady();
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void tooMuchOnItsWayToTheDiskIsRefusedAndReadsAreNot() {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system, 100);
    journal.hold();
    CompletableFuture<PeerMessage.Reply> first =
        replica.store(KEY, Writes.set(PEER, 1, "x".repeat(100)));
    awaitHeld();
    Siblings second = Writes.set(PEER, 2, "2");
    requireRefused(get(replica.store(OTHER, second)), Reason.OVERLOADED);
    RangeReplica.MintReply minted = get(replica.mint(Writes.put(KEY, "x")).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    journal.release();
    get(first);
    await().atMost(Duration.ofSeconds(30)).until(() -> replica.budget.used() == 0);
    assertThat(get(replica.store(OTHER, second))).isInstanceOf(PeerMessage.Stored.class);
  }

  private void awaitHeld() {
    await().atMost(Duration.ofSeconds(30)).until(() -> journal.held() == 1);
  }

  private static void requireRefused(PeerMessage.Reply reply, Reason reason) {
    assertThat(reply).isInstanceOf(PeerMessage.Refused.class);
    assertThat(((PeerMessage.Refused) reply).reason()).isEqualTo(reason);
  }
}
