package aitta.replica;

import static aitta.replica.ReplicaUnderTest.PEER;
import static aitta.replica.ReplicaUnderTest.SELF;
import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ownership.Accepted;
import aitta.ownership.Acceptor;
import aitta.ownership.Pledge;
import aitta.ownership.Proposal;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.ring.RangeOwners;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy is read and written under one list of its range's owners at a time. */
class AgreedListTest {
  private static final Key KEY = Key.of("bucket", "key");
  private static final long WRITER = 1L << 20;
  private static final int RANGE = ReplicaUnderTest.TABLE.range();
  private static final NodeId NEWCOMER = new NodeId("newcomer");
  private static final RangeOwners WITH_NEWCOMER =
      new RangeOwners(RANGE, 2, List.of(SELF, NEWCOMER));
  private static final RangeOwners WITHOUT_SELF = new RangeOwners(RANGE, 2, List.of(PEER));
  private static final Proposal LOW = new Proposal(5, PEER);
  private static final Proposal HIGH = new Proposal(6, PEER);

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

  private PeerMessage.Reply fetch(int list) {
    return get(replica.ask(new PeerMessage.Fetch(9, KEY, true, list)));
  }

  private PeerMessage.Reply store(int list) {
    Siblings siblings = Writes.set(WRITER, 1, "value");
    return get(replica.ask(new PeerMessage.Store(9, KEY, siblings, list)));
  }

  private Acceptor.Reply prepare(Proposal proposal) {
    return vote(new OwnerMessage.Prepare(9, RANGE, 1, proposal));
  }

  private Acceptor.Reply accept(Proposal proposal, RangeOwners next) {
    return vote(new OwnerMessage.Accept(9, proposal, next));
  }

  private Acceptor.Reply vote(PeerMessage.Question question) {
    return ((OwnerMessage.Voted) get(replica.ask(question))).reply();
  }

  private void learn(RangeOwners list) {
    replica.actor.tell(new RangeReplica.Learn(list));
  }

  private static void requireRefused(PeerMessage.Reply reply, Reason reason) {
    assertThat(reply).isInstanceOf(PeerMessage.Refused.class);
    assertThat(((PeerMessage.Refused) reply).reason()).isEqualTo(reason);
  }

  @Test
  void whatIsAskedUnderTheListOfNowIsAnswered() {
    assertThat(store(1)).isInstanceOf(PeerMessage.Stored.class);
    assertThat(fetch(1)).isInstanceOf(PeerMessage.Full.class);
  }

  @Test
  void whoeverAsksUnderAnOlderListIsToldTheNewOne() {
    learn(WITH_NEWCOMER);
    assertThat(fetch(1)).isEqualTo(new OwnerMessage.ListIs(9, WITH_NEWCOMER));
    assertThat(store(1)).isEqualTo(new OwnerMessage.ListIs(9, WITH_NEWCOMER));
    assertThat(fetch(2)).isInstanceOf(PeerMessage.Full.class);
    assertThat(replica.copy().list()).isEqualTo(WITH_NEWCOMER);
    assertThat(replica.copy().standing().list()).isEqualTo(2);
  }

  @Test
  void listThatItHasNotHeardOfIsNotAnsweredUnder() {
    requireRefused(fetch(2), Reason.UNAWARE);
    requireRefused(store(2), Reason.UNAWARE);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void whoIsNoOwnerAnyMoreAnswersUnderNoList() {
    learn(WITHOUT_SELF);
    assertThat(fetch(1)).isInstanceOf(OwnerMessage.ListIs.class);
    requireRefused(fetch(2), Reason.NOT_OWNER);
    assertThat(prepareSecond()).isEqualTo(new Acceptor.Unaware(2));
  }

  @Test
  void noReclaimIsApprovedWhileTheNextListIsAwaitedNorByWhoIsNoOwnerAnyMore() {
    RangeMessage.ApproveReclaim reclaim =
        new RangeMessage.ApproveReclaim(9, RANGE, 1, 5, List.of());
    assertThat(get(replica.ask(reclaim))).isInstanceOf(RangeMessage.Approved.class);
    prepare(LOW);
    accept(LOW, WITH_NEWCOMER);
    requireRefused(get(replica.ask(reclaim)), Reason.SEALED);
    learn(WITHOUT_SELF);
    requireRefused(get(replica.ask(reclaim)), Reason.NOT_OWNER);
  }

  @Test
  void aCopyThatHasLostItsDataHasNoVoteUntilItHasTakenOverWhatOthersHaveSaid() {
    prepare(LOW);
    accept(LOW, WITH_NEWCOMER);
    system.close();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.lost(system);
    assertThat(prepare(HIGH)).isEqualTo(new Acceptor.Unaware(1));
    assertThat(accept(HIGH, WITHOUT_SELF)).isEqualTo(new Acceptor.Unaware(1));
    Accepted accepted = new Accepted(LOW, WITH_NEWCOMER);
    hear(new Pledge(HIGH, null));
    hear(new Pledge(LOW, accepted));
    replica.judge(RangeReplica.Verdict.CAUGHT_UP);
    assertThat(prepare(LOW)).isEqualTo(new Acceptor.Outbid(HIGH));
    assertThat(prepare(HIGH)).isEqualTo(new Acceptor.Promised(accepted));
    requireRefused(store(1), Reason.SEALED);
  }

  @Test
  void whatOthersHaveSaidOfAnotherListIsNotTakenOver() {
    system.close();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.lost(system);
    get(replica.ask(compare(2, new Pledge(HIGH, null))));
    replica.judge(RangeReplica.Verdict.CAUGHT_UP);
    assertThat(prepare(LOW)).isEqualTo(new Acceptor.Promised(null));
  }

  private void hear(Pledge pledge) {
    get(replica.ask(compare(1, pledge)));
  }

  private static RangeMessage.Compare compare(int list, Pledge pledge) {
    return new RangeMessage.Compare(1, RANGE, new Standing(77, 9, 0, true, 0, list, pledge), 0);
  }

  private Acceptor.Reply prepareSecond() {
    return vote(new OwnerMessage.Prepare(9, RANGE, 2, LOW));
  }

  @Test
  void acceptingASuccessorSealsUntilTheDecisionIsHeardOf() {
    assertThat(prepare(LOW)).isEqualTo(new Acceptor.Promised(null));
    assertThat(fetch(1)).as("a promise seals nothing").isInstanceOf(PeerMessage.Full.class);
    assertThat(accept(LOW, WITH_NEWCOMER)).isEqualTo(new Acceptor.Sealed());
    requireRefused(fetch(1), Reason.SEALED);
    requireRefused(store(1), Reason.SEALED);
    RangeReplica.MintReply minted = get(replica.mintUnder(1, Writes.put(KEY, "minted")).minted());
    assertThat(((RangeReplica.MintRefused) minted).reason()).isEqualTo(Reason.SEALED);
    assertThat(replica.copy().sealed()).isTrue();
    learn(WITH_NEWCOMER);
    assertThat(store(2)).isInstanceOf(PeerMessage.Stored.class);
    assertThat(replica.copy().sealed()).isFalse();
  }

  @Test
  void sealAndPromiseSurviveARestart() {
    prepare(HIGH);
    accept(HIGH, WITH_NEWCOMER);
    stop();
    start();
    requireRefused(fetch(1), Reason.SEALED);
    assertThat(prepare(LOW)).isEqualTo(new Acceptor.Outbid(HIGH));
    Proposal higher = new Proposal(7, NEWCOMER);
    assertThat(prepare(higher)).isEqualTo(new Acceptor.Promised(new Accepted(HIGH, WITH_NEWCOMER)));
  }

  /** What was acknowledged under the old list is in whatever is looked at after the seal. */
  @Test
  void sealIsSaidOnceAllThatCameBeforeIsStored() {
    List<CompletableFuture<PeerMessage.Reply>> before = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Siblings siblings = Writes.set(WRITER, i + 1, "value " + i);
      before.add(replica.ask(new PeerMessage.Store(9, Key.of("bucket", "key-" + i), siblings, 1)));
    }
    assertThat(accept(LOW, WITH_NEWCOMER)).isEqualTo(new Acceptor.Sealed());
    assertThat(before).allMatch(CompletableFuture::isDone);
    before.forEach(reply -> assertThat(get(reply)).isInstanceOf(PeerMessage.Stored.class));
  }

  @Test
  void copyThatEndsIsDroppedWithAllItsTables() {
    store(1);
    replica.actor.tell(RangeReplica.End.INSTANCE);
    await().until(() -> replica.discarded.contains(ReplicaUnderTest.TABLE));
    assertThat(replica.figures.readyRanges()).isZero();
  }
}
