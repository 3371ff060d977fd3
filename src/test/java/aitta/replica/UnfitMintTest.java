package aitta.replica;

import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.version.Context;
import aitta.version.Siblings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy sends to others before it is known that its disk is not an older one. */
class UnfitMintTest {
  private static final Key KEY = Key.of("bucket", "key");
  private static final long PEER = 1L << 20;
  private static final Siblings OLD = Writes.set(PEER, 1, "old");

  @TempDir Path dir;
  private TestSystem system;
  private ReplicaUnderTest replica;

  @BeforeEach
  void startAgainOverWhatIsThere() {
    system = TestSystem.real(dir);
    get(ReplicaUnderTest.ready(system).store(KEY, OLD));
    system.close();
    system = TestSystem.real(dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private Siblings sentBesideAll(String value) {
    return replica.mint(Writes.add(KEY, value)).outcome().siblings();
  }

  private Siblings held() {
    get(replica.store(KEY, Siblings.EMPTY)); // all that came before is on disk
    return replica.fetch(KEY);
  }

  @Test
  void whatWasOnDiskStaysThere() {
    Siblings sent = sentBesideAll("new");
    assertThat(Writes.values(sent)).containsExactly("new");
    assertThat(sent.context().counterOf(PEER)).isZero();
    assertThat(held()).isEqualTo(OLD.join(sent));
  }

  @Test
  void whatIsMintedNextIsSentWithWhatWasMintedBefore() {
    Siblings first = sentBesideAll("first");
    Siblings second = sentBesideAll("second");
    assertThat(Writes.values(second)).containsExactlyInAnyOrder("first", "second");
    assertThat(second.includes(first)).isTrue();
    assertThat(Writes.values(held())).containsExactlyInAnyOrder("old", "first", "second");
  }

  @Test
  void anOverwriteOfWhatItsClientHasSeenLeavesTheRestToTheOthers() {
    Siblings first = sentBesideAll("first");
    Siblings second = replica.mint(Writes.put(KEY, "second", first.seen())).outcome().siblings();
    assertThat(Writes.values(second)).containsExactly("second");
    assertThat(Writes.values(held())).containsExactlyInAnyOrder("old", "second");
  }

  @Test
  void aPlainOverwriteTakesThePlaceOfWhatIsOnDiskToo() {
    Siblings sent = replica.mint(Writes.put(KEY, "new")).outcome().siblings();
    assertThat(Writes.values(sent.join(OLD))).containsExactly("new");
    assertThat(held()).isEqualTo(sent);
  }

  @Test
  void aFitCopySendsAllThatItHas() {
    sentBesideAll("new");
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    await().until(() -> replica.copy().fitness() == Fitness.FIT);
    assertThat(Writes.values(sentBesideAll("newest")))
        .containsExactlyInAnyOrder("old", "new", "newest");
  }

  @Test
  void whereThereIsNoRoomForWhatWasSentTheWriterIsAFreshOneFromThenOn() {
    String large = "x".repeat((int) SentSets.MAX_BYTES / 3);
    ReplicaUnderTest.Mint first = replica.mint(Writes.add(KEY, large));
    get(first.stored());
    ReplicaUnderTest.Mint second = replica.mint(Writes.add(Key.of("bucket", "2"), large));
    get(second.stored());
    get(replica.mint(Writes.add(Key.of("bucket", "3"), large)).stored());
    ReplicaUnderTest.Mint third = replica.mint(Writes.add(KEY, "third"));
    assertThat(second.writer()).isEqualTo(first.writer());
    assertThat(third.writer()).isNotEqualTo(first.writer());
    assertThat(third.outcome().siblings().context()).isEqualTo(Context.upTo(third.writer(), 1));
    assertThat(held().versions()).hasSize(3);
  }

  @Test
  void thereIsABoundToWhatIsKeptInMind() {
    SentSets sent = new SentSets();
    Siblings large = Writes.set(PEER, 1, "x".repeat((int) SentSets.MAX_BYTES / 3));
    for (int again = 0; again < 9; again++) {
      assertThat(sent.keep(KEY, large)).isTrue();
    }
    assertThat(sent.keep(Key.of("bucket", "other"), large)).isTrue();
    assertThat(sent.keep(Key.of("bucket", "third"), large)).isFalse();
    assertThat(sent.of(KEY)).isEqualTo(Siblings.EMPTY);
    assertThat(sent.keep(KEY, large)).isTrue();
  }
}
