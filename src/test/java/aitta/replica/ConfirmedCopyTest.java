package aitta.replica;

import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy claims at its start, and from when on it is believed: see {@link Claim}. */
class ConfirmedCopyTest {
  private static final long PEER = 1L << 20;
  @TempDir Path dir;
  private final TestJournal journal = new TestJournal();
  private TestSystem system;
  private ReplicaUnderTest replica;
  private int writes;
  private long before; // its last event, as it was believed

  @BeforeEach
  void begin() {
    system = TestSystem.with(journal, dir);
    replica = ReplicaUnderTest.ready(system);
    write();
    before = write().seqNr();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private PeerMessage.Stored write() {
    return (PeerMessage.Stored) get(begun());
  }

  private CompletableFuture<PeerMessage.Reply> begun() {
    writes++;
    return replica.store(Key.of("bucket", "k" + writes), Writes.set(PEER, writes, "value"));
  }

  private void startAgain() {
    system.close();
    system = TestSystem.with(journal, dir);
    replica = ReplicaUnderTest.starting(system);
    replica.awaitReady();
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.UNCONFIRMED);
  }

  private void confirm() {
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    await().until(() -> replica.copy().fitness() == Fitness.FIT);
  }

  private void requireClaim(long seqNr) {
    assertThat(replica.copy().startedAt()).isEqualTo(seqNr);
  }

  @Test
  void itClaimsToBeAsFarAsItsLastEvent() {
    startAgain();
    requireClaim(before);
    confirm();
    assertThat(replica.copy().standing().seqNr()).isEqualTo(before); // nothing had to be written
    write();
    startAgain();
    requireClaim(before + 1);
  }

  @Test
  void whatItTookWhileNobodyHadConfirmedItIsNotClaimed() {
    startAgain();
    assertThat(write().life()).isZero();
    write();
    startAgain();
    requireClaim(before);
    write();
    startAgain();
    requireClaim(before);
  }

  @Test
  void onceItIsConfirmedAllIsClaimed() {
    startAgain();
    write();
    confirm();
    startAgain();
    requireClaim(replica.copy().standing().seqNr());
    startAgain(); // of what it had written before this, nothing is open
    requireClaim(replica.copy().standing().seqNr());
  }

  @Test
  void itIsBelievedAndHeardOfNoSoonerThanAStartWouldClaimAsMuch() {
    startAgain();
    write();
    journal.hold();
    CompletableFuture<PeerMessage.Reply> onItsWay = begun();
    await().until(() -> journal.held() == 1);
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    replica.judge(RangeReplica.Verdict.CONFIRMED); // as it still asks
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.UNCONFIRMED);
    journal.release();
    assertThat(((PeerMessage.Stored) get(onItsWay)).life()).isZero();
    await().until(() -> replica.copy().fitness() == Fitness.FIT);
    assertThat(replica.copy().standing().seqNr()).isEqualTo(before + 3); // one for the claim
    assertThat(write().life()).isNotZero();
  }

  @Test
  void whoeverHasSeenItFurtherIsHeardThoughOthersHaveConfirmedIt() {
    startAgain();
    write();
    long life = replica.copy().standing().life();
    replica.judge(RangeReplica.Verdict.DENIED);
    assertThat(replica.copy().fitness()).isEqualTo(Fitness.BEHIND);
    assertThat(replica.copy().standing().life()).isNotEqualTo(life);
    write();
    replica.judge(RangeReplica.Verdict.CAUGHT_UP);
    write();
    startAgain();
    requireClaim(replica.copy().standing().seqNr());
  }
}
