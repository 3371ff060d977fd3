package aitta.replica;

import static aitta.replica.ReplicaUnderTest.TABLE;
import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.ownership.Pledge;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.peer.RangeMessage.KeySet;
import aitta.peer.Standing;
import aitta.storage.RowChange;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a copy answers about the whole of itself, and how it stands. */
class WholeRangeTest {
  private static final long PEER = 1L << 20;
  private static final int RANGE = TABLE.range();
  private static final Key KEY = Key.of("bucket", "key");
  private static final Standing ELSEWHERE = new Standing(77, 9, 0, true, 0, 1, Pledge.NONE);

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

  private void restart() {
    system.close();
    start();
  }

  private RangeMessage.Compared compare(Standing mine, long root) {
    return (RangeMessage.Compared) get(replica.ask(new RangeMessage.Compare(1, RANGE, mine, root)));
  }

  private PeerMessage.Reply storeSets(Standing mine, KeySet... sets) {
    return get(replica.ask(new RangeMessage.StoreSets(2, RANGE, mine, List.of(sets))));
  }

  @Test
  void aCopyOfNothingHasTheRootZero() {
    assertThat(compare(ELSEWHERE, 0).branches()).isEmpty();
    assertThat(compare(ELSEWHERE, 1).branches()).hasSize(32).containsOnly(0);
  }

  @Test
  void theKeysThatDifferAreFoundByWayOfBranchesAndLeaves() {
    Siblings siblings = Writes.set(PEER, 1, "value");
    get(replica.store(KEY, siblings));
    RangeMessage.Compared compared = compare(ELSEWHERE, 0);
    assertThat(compared.keys()).isEqualTo(1);
    assertThat(compare(ELSEWHERE, MerkleTree.rootOf(compared.branches())).branches()).isEmpty();
    int branch =
        IntStream.range(0, 32).filter(i -> compared.branches()[i] != 0).findFirst().orElseThrow();
    RangeMessage.Leaves leaves =
        (RangeMessage.Leaves)
            get(replica.ask(new RangeMessage.FetchLeaves(3, RANGE, new int[] {branch})));
    int leaf =
        IntStream.range(0, 32).filter(i -> leaves.hashes()[i] != 0).findFirst().orElseThrow();
    RangeMessage.KeyList list = list(branch * 32 + leaf, new byte[0]);
    assertThat(list.keys()).singleElement().matches(entry -> entry.key().equals(KEY));
    assertThat(list.keys().get(0).hash()).isEqualTo(leaves.hashes()[leaf]);
    assertThat(list.more()).isFalse();
    assertThat(list(branch * 32 + leaf, Rows.of(KEY)).keys()).isEmpty();
    RangeMessage.Sets sets =
        (RangeMessage.Sets) get(replica.ask(new RangeMessage.FetchSets(4, RANGE, List.of(KEY))));
    assertThat(sets.sets()).containsExactly(new KeySet(KEY, siblings));
  }

  private RangeMessage.KeyList list(int leaf, byte[] after) {
    return (RangeMessage.KeyList)
        get(replica.ask(new RangeMessage.ListKeys(5, RANGE, new int[] {leaf}, after)));
  }

  @Test
  void theTreeIsTheSameWhateverTheOrderAndAfterARestart() {
    List<KeySet> sets = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sets.add(new KeySet(Key.of("bucket", "key-" + i), Writes.set(PEER, i + 1, "v")));
    }
    sets.forEach(set -> get(replica.store(set.key(), set.siblings())));
    long[] branches = compare(ELSEWHERE, 0).branches();
    restart();
    assertThat(compare(ELSEWHERE, 0).branches()).isEqualTo(branches);
    MerkleTree tree = new MerkleTree(MerkleTree.leavesFor(128));
    for (int i = sets.size() - 1; i >= 0; i--) {
      Key key = sets.get(i).key();
      tree.change(
          MerkleTree.leafOf(key.token(), 128, tree.leafCount()),
          0,
          Bookkeeping.hash(Rows.of(key), sets.get(i).siblings()));
    }
    assertThat(branches).isEqualTo(tree.branches());
  }

  @Test
  void setsFromElsewhereAreJoinedAndAcknowledgedWithHowFarTheCopyIs() {
    get(replica.store(KEY, Writes.set(PEER, 1, "here")));
    PeerMessage.Reply reply =
        storeSets(
            ELSEWHERE,
            new KeySet(KEY, Writes.set(PEER + 1, 1, "there")),
            new KeySet(Key.of("bucket", "other"), Writes.set(PEER + 1, 2, "other")));
    PeerMessage.Stored stored = (PeerMessage.Stored) reply;
    assertThat(stored.life()).isEqualTo(replica.copy().standing().life()).isNotZero();
    assertThat(stored.seqNr()).isEqualTo(replica.copy().standing().seqNr());
    assertThat(Writes.values(replica.fetch(KEY))).containsExactlyInAnyOrder("here", "there");
    assertThat(replica.marks.of(RANGE, ReplicaUnderTest.PEER)).isEqualTo(new Heard(77, 9, 1));
  }

  @Test
  void whatWasHeardOfPeersIsKept() {
    storeSets(ELSEWHERE, new KeySet(KEY, Writes.set(PEER, 1, "x")));
    restart();
    assertThat(replica.marks.of(RANGE, ReplicaUnderTest.PEER)).isEqualTo(new Heard(77, 9, 1));
  }

  @Test
  void setsFromACopyWithAnotherMarkAreRefused() {
    Standing ahead = new Standing(77, 9, 1, true, 0, 1, Pledge.NONE);
    requireRefused(storeSets(ahead, new KeySet(KEY, Writes.set(PEER, 1, "x"))), Reason.OLDER_MARK);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
  }

  @Test
  void aLostCopyTakesWritesAndCountsForNothingUntilItHasCaughtUp() {
    lose();
    Siblings siblings = Writes.set(PEER + 1, 1, "conditional");
    assertThat(acknowledged("plain").fit()).isFalse();
    assertThat(((PeerMessage.Stored) get(replica.mint(Writes.add(KEY, "own")).stored())).fit())
        .isFalse();
    requireRefused(get(replica.claim(KEY, 5)), Reason.NOT_FIT);
    requireRefused(get(replica.storeBallot(KEY, siblings, 5)), Reason.NOT_FIT);
    assertThat(Writes.values(replica.fetch(KEY))).contains("conditional"); // all the same
    assertThat(full().fit()).isFalse();
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
    replica.judge(RangeReplica.Verdict.CONFIRMED); // nobody can confirm what is not there
    assertThat(full().fit()).isFalse();
    replica.judge(RangeReplica.Verdict.CAUGHT_UP);
    assertThat(full().fit()).isTrue();
    assertThat(acknowledged("plain").fit()).isTrue();
    assertThat(((PeerMessage.Stored) get(replica.mint(Writes.add(KEY, "more")).stored())).fit())
        .isTrue();
    assertThat(get(replica.claim(KEY, 5))).isInstanceOf(PeerMessage.Claimed.class);
  }

  private PeerMessage.Stored acknowledged(String value) {
    return (PeerMessage.Stored) get(replica.store(KEY, Writes.set(PEER, 2, value)));
  }

  @Test
  void aCopyStartedAnewCountsForNothingAndIsNotNotedUntilItIsConfirmed() {
    Siblings siblings = Writes.set(PEER, 1, "value");
    assertThat(((PeerMessage.Stored) get(replica.store(KEY, siblings))).life()).isNotZero();
    system.close();
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.UNCONFIRMED);
    assertThat(full().fit()).isFalse();
    requireRefused(get(replica.claim(KEY, 5)), Reason.NOT_FIT);
    assertThat(((PeerMessage.Stored) get(replica.store(KEY, siblings))).life()).isZero();
    assertThat(compare(ELSEWHERE, 0).theirs().life()).isZero();
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    await().until(() -> full().fit()); // once its claim is on disk, for it has heard of another
    assertThat(compare(ELSEWHERE, 0).theirs().life()).isNotZero();
  }

  @Test
  void aCopyThatSomebodyHasSeenFurtherIsBehindUnderAnotherLifeAlsoAfterARestart() {
    get(replica.store(KEY, Writes.set(PEER, 1, "value")));
    long life = replica.copy().standing().life();
    system.close();
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
    replica.judge(RangeReplica.Verdict.DENIED);
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
    assertThat(replica.copy().standing().life()).isNotEqualTo(life);
    get(
        replica.store(
            Key.of("bucket", "other"), Writes.set(PEER, 2, "x"))); // all before is on disk
    restart();
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
    assertThat(Writes.values(replica.fetch(KEY))).containsExactly("value");
  }

  private void lose() {
    system.close();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.lost(system);
  }

  private PeerMessage.Full full() {
    return (PeerMessage.Full) get(replica.ask(new PeerMessage.Fetch(6, KEY, true)));
  }

  @Test
  void aPromiseOfAnotherCopyIsAdoptedAndGivenToNobody() {
    compare(new Standing(77, 9, 0, true, 8, 1, Pledge.NONE), 0);
    assertThat(get(replica.claim(KEY, 8)))
        .isInstanceOfSatisfying(
            PeerMessage.Outbid.class, outbid -> assertThat(outbid.promised()).isEqualTo(8));
    assertThat(get(replica.claim(KEY, 9))).isInstanceOf(PeerMessage.Claimed.class);
  }

  @Test
  void whatIsDeadEverywhereIsForgottenWithOneEventThatAdvancesTheMark() {
    get(replica.mint(Writes.put(KEY, "x")).stored());
    get(replica.mint(Writes.delete(KEY)).stored());
    List<DeadKey> dead = awaitDead();
    assertThat(dead).singleElement().matches(one -> one.key().equals(KEY));
    assertThat(approve(1, dead).held()).containsExactly(0);
    assertThat(apply(1, dead)).isInstanceOf(PeerMessage.Stored.class);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(compare(new Standing(77, 9, 1, true, 0, 1, Pledge.NONE), 0).branches()).isEmpty();
    assertThat(dead()).isEmpty();
    restart();
    assertThat(compare(new Standing(77, 9, 1, true, 0, 1, Pledge.NONE), 0).theirs().reclaims())
        .isEqualTo(1);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    RangeMessage.LastReclaim last =
        (RangeMessage.LastReclaim) get(replica.ask(new RangeMessage.FetchReclaim(8, RANGE)));
    assertThat(last.number()).isEqualTo(1);
    assertThat(last.keys()).isEqualTo(dead);
    assertThat(apply(1, dead)).isInstanceOf(PeerMessage.Stored.class); // once more does no harm
  }

  @Test
  void whatLivesOrIsKnownOtherwiseIsNotApprovedAndWhatIsNewerStays() {
    get(replica.mint(Writes.delete(KEY)).stored());
    List<DeadKey> dead = awaitDead();
    get(replica.mint(Writes.put(KEY, "new")).stored());
    assertThat(approve(1, dead).held()).isEmpty();
    assertThat(apply(1, dead)).isInstanceOf(PeerMessage.Stored.class);
    assertThat(Writes.values(replica.fetch(KEY))).containsExactly("new");
  }

  @Test
  void aCopyThatWasAwayWhenSomethingWasReclaimedIsSetAsideAndNotJoined() {
    get(replica.store(KEY, Writes.set(PEER, 1, "old")));
    long life = replica.copy().standing().life();
    Siblings old = Writes.set(PEER, 1, "old");
    Version tombstone = Version.tombstone(new Dot(PEER, 2), 2 << 16, false);
    Siblings deleted = old.write(old.context(), tombstone);
    requireRefused(apply(1, List.of(new DeadKey(KEY, deleted.summary()))), Reason.OLDER_MARK);
    awaitOtherLife(life);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
    assertThat(replica.copy().standing().reclaims()).isEqualTo(1);
    assertThat(replica.discarded).isEmpty();
    replica.judge(RangeReplica.Verdict.CAUGHT_UP);
    await().until(() -> replica.discarded.equals(List.of(TABLE)));
  }

  private void awaitOtherLife(long life) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                replica
                    .figures
                    .of(RANGE)
                    .filter(copy -> copy.standing().life() != life)
                    .isPresent());
  }

  @Test
  void aCopyThatWasMadeEmptyTakesOverItsPeersMarkAndKeepsWhatItHasTaken() {
    lose();
    long life = replica.copy().standing().life();
    get(replica.store(KEY, Writes.set(PEER, 1, "since")));
    compare(new Standing(77, 9, 57, true, 0, 1, Pledge.NONE), 0);
    await().until(() -> replica.copy().standing().reclaims() == 57);
    assertThat(replica.copy().standing().life()).isEqualTo(life);
    assertThat(Writes.values(replica.fetch(KEY))).containsExactly("since");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatACopyWasBroughtBeforeAReclaimThatItMissedIsSetAside(boolean restarted) {
    lose();
    compare(ofMark(5), 0);
    storeSets(ofMark(5), new KeySet(KEY, Writes.set(PEER, 1, "deleted since")));
    if (restarted) {
      system.close();
      system = TestSystem.real(dir);
      replica = ReplicaUnderTest.lost(system);
    }
    long life = replica.copy().standing().life();
    assertThat(replica.copy().standing().reclaims()).isEqualTo(5);
    // Refused where the copy is set aside before its answer is out.
    get(replica.ask(new RangeMessage.Compare(1, RANGE, ofMark(7), 0)));
    awaitOtherLife(life);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(replica.copy().standing().reclaims()).isEqualTo(7);
  }

  @Test
  void whatCouldBeReadOfADamagedCopyGoesWhereTheOthersHaveReclaimedSince() throws IOException {
    get(replica.store(KEY, Writes.set(PEER, 1, "deleted since")));
    loseAnEvent();
    await().until(() -> Writes.values(replica.fetch(KEY)).equals(Set.of("deleted since")));
    long life = replica.copy().standing().life();
    compare(ofMark(2), 0);
    awaitOtherLife(life);
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(replica.copy().standing().reclaims()).isEqualTo(2);
  }

  @Test
  void whatCouldBeReadOfADamagedCopyStaysWhereNothingWasReclaimedSince() throws IOException {
    get(replica.mint(Writes.put(KEY, "x")).stored());
    get(replica.mint(Writes.delete(KEY)).stored());
    apply(1, awaitDead());
    Key other = Key.of("bucket", "other");
    get(replica.store(other, Writes.set(PEER, 1, "whole")));
    loseAnEvent();
    await().until(() -> Writes.values(replica.fetch(other)).equals(Set.of("whole")));
    compare(ofMark(1), 0);
    assertThat(Writes.values(replica.fetch(other))).containsExactly("whole");
    assertThat(replica.copy().standing().reclaims()).isEqualTo(1);
  }

  /** One that was not in the table yet, so that it cannot be read back as a whole. */
  private void loseAnEvent() throws IOException {
    system.store().flush();
    Path flushed = dir.resolve("flushed");
    copy(dir.resolve("state"), flushed);
    get(replica.store(Key.of("bucket", "lost"), Writes.set(PEER, 9, "lost event")));
    get(replica.store(Key.of("bucket", "next"), Writes.set(PEER, 9, "next event")));
    system.close();
    TestSystem.loseUnflushedRows(dir);
    Files.move(flushed, dir.resolve("state"));
    try (Stream<Path> files = Files.list(dir.resolve("journal"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
            file, bytes.replace("lost event", "lost evenT"), StandardCharsets.ISO_8859_1);
      }
    }
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static Standing ofMark(long reclaims) {
    return new Standing(77, 9, reclaims, true, 0, 1, Pledge.NONE);
  }

  @Test
  void aDamagedRowIsNeverAnsweredAndWhatElseIsReadableIsSaved() {
    Key other = Key.of("bucket", "other");
    get(replica.store(KEY, Writes.set(PEER, 1, "damaged")));
    get(replica.store(other, Writes.set(PEER, 2, "whole")));
    long life = replica.copy().standing().life();
    TableMark mark = system.store().mark(TABLE).orElseThrow();
    RowChange damage = new RowChange(Rows.of(KEY), new byte[] {9, 9, 9});
    system.store().apply(TABLE, mark.seqNr() + 1, List.of(damage), mark.note());
    requireRefused(get(replica.ask(new PeerMessage.Fetch(6, KEY, true))), Reason.DAMAGED);
    awaitOtherLife(life);
    await().until(() -> Writes.values(replica.fetch(other)).equals(Set.of("whole")));
    assertThat(replica.fetch(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(full().fit()).isFalse();
    replica.judge(RangeReplica.Verdict.LOSS_ACCEPTED);
    await().until(() -> replica.discarded.equals(List.of(TABLE)));
    assertThat(system.store().tables()).contains(TableId.range(RANGE, TABLE.taken() + 1));
  }

  private List<DeadKey> dead() {
    CompletableFuture<List<DeadKey>> found = new CompletableFuture<>();
    replica.actor.tell(new RangeReplica.FindDead(100, found::complete));
    return get(found);
  }

  /** It takes a moment until a tombstone is older than now. */
  private List<DeadKey> awaitDead() {
    await().until(() -> !dead().isEmpty());
    return dead();
  }

  private RangeMessage.Approved approve(long number, List<DeadKey> keys) {
    return (RangeMessage.Approved)
        get(replica.ask(new RangeMessage.ApproveReclaim(9, RANGE, number, 5, keys)));
  }

  private PeerMessage.Reply apply(long number, List<DeadKey> keys) {
    return get(replica.ask(new RangeMessage.ApplyReclaim(10, RANGE, number, 5, keys)));
  }

  private static void requireRefused(PeerMessage.Reply reply, Reason reason) {
    assertThat(reply).isInstanceOf(PeerMessage.Refused.class);
    assertThat(((PeerMessage.Refused) reply).reason()).isEqualTo(reason);
  }
}
