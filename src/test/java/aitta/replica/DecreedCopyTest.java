package aitta.replica;

import static aitta.replica.ReplicaUnderTest.PEER;
import static aitta.replica.ReplicaUnderTest.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner that is left when the next list is decreed need not have what a quorum acknowledged. */
class DecreedCopyTest {
  private static final RangeOwners BOTH = list(7, PEER, SELF);
  private static final RangeOwners DECREED = list(23, SELF);
  private static final Key KEY = Key.of("bucket", "any");

  @TempDir Path dir;
  private TestSystem system;
  private ReplicaUnderTest copy;

  @BeforeEach
  void beginFit() {
    start(BOTH);
    copy.judge(RangeReplica.Verdict.LOSS_ACCEPTED);
    requireFitness(Fitness.FIT);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private static RangeOwners list(int version, NodeId... owners) {
    return new RangeOwners(ReplicaUnderTest.TABLE.range(), version, List.of(owners));
  }

  private void start(RangeOwners list) {
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, "directory-1", list);
  }

  private void startAgain(RangeOwners list, boolean decreed) {
    stop();
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.decreed(system, "directory-1", list, decreed);
  }

  /** Where its list was decreed, and what there was of it is lost. */
  private void beginAnew(RangeOwners decreed) {
    stop();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.decreed(system, "directory-1", decreed, true);
  }

  private void learn(RangeOwners list) {
    copy.actor.tell(new RangeReplica.Learn(list));
    Siblings one = Writes.set(1L << 20, list.version(), "value");
    ReplicaUnderTest.get(copy.store(KEY, one)); // and has written it down
  }

  private void requireFitness(Fitness fitness) {
    assertThat(copy.copy().fitness()).isEqualTo(fitness);
  }

  private void requireWaiting() {
    requireFitness(Fitness.BEHIND);
    assertThat(copy.copy().decreed()).isTrue();
    assertThat(copy.copy().vouches()).isFalse();
  }

  @Test
  void itIsBelievedNoMoreUntilItHasWhatOthersMayHave() {
    long life = copy.copy().standing().life();
    learn(DECREED);
    requireWaiting();
    assertThat(copy.copy().standing().life()).isNotEqualTo(life);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requireFitness(Fitness.FIT);
    assertThat(copy.copy().decreed()).isFalse();
    assertThat(Writes.values(copy.fetch(KEY))).isEqualTo(Set.of("value"));
  }

  @Test
  void itMayHearOfTheDecreeOnlyWhenItIsStartedAgain() {
    startAgain(DECREED, true);
    requireWaiting();
  }

  @Test
  void whatWasDecidedChangesNothing() {
    learn(list(8, SELF, PEER));
    requireFitness(Fitness.FIT);
    startAgain(list(9, SELF), false);
    requireFitness(Fitness.UNCONFIRMED);
    assertThat(copy.copy().decreed()).isFalse();
  }

  @Test
  void aStartInBetweenChangesNothing() {
    learn(DECREED);
    startAgain(DECREED, true);
    requireWaiting();
  }

  @Test
  void aDecreeIsObeyedOnce() {
    learn(DECREED);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    startAgain(DECREED, true);
    requireFitness(Fitness.UNCONFIRMED);
    copy.judge(RangeReplica.Verdict.DENIED); // has lost something since
    requireFitness(Fitness.BEHIND);
    assertThat(copy.copy().decreed()).as("the owners' word alone counts then").isFalse();
    startAgain(DECREED, true);
    assertThat(copy.copy().decreed()).isFalse();
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requireFitness(Fitness.FIT);
  }

  @Test
  void theNextDecreeComesBeforeItHasCaughtUp() {
    learn(DECREED);
    learn(list(39, SELF, PEER));
    requireWaiting();
    startAgain(list(55, PEER, SELF), true);
    requireWaiting();
  }

  @Test
  void theNextDecreeIsAnother() {
    learn(DECREED);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    learn(list(24, SELF, PEER));
    requireFitness(Fitness.FIT);
    learn(list(40, SELF));
    requireWaiting();
  }

  @Test
  void aCopyThatWasBehindBeforeHasLostMore() {
    startAgain(BOTH, false);
    copy.judge(RangeReplica.Verdict.DENIED);
    learn(list(23, SELF, PEER));
    requireFitness(Fitness.BEHIND);
    assertThat(copy.copy().decreed()).isFalse();
  }

  /** Nobody is left who could fill it, but for those who were owners before. */
  @Test
  void aLoneOwnerThatHasLostMoreAsksOthersAllTheSame() {
    startAgain(DECREED, true);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    beginAnew(DECREED);
    assertThat(copy.copy().decreed()).isFalse();
    copy.judge(RangeReplica.Verdict.CAUGHT_UP); // there is no owner to catch up with
    requireWaiting();
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requireFitness(Fitness.FIT);
  }

  @Test
  void anOperatorsWordIsNeededOnce() {
    beginAnew(DECREED);
    copy.judge(RangeReplica.Verdict.LOSS_ACCEPTED);
    requireFitness(Fitness.FIT);
    startAgain(DECREED, true);
    requireFitness(Fitness.UNCONFIRMED);
  }

  @Test
  void amongSeveralOwnersItCatchesUpOnce() {
    RangeOwners two = list(23, SELF, PEER);
    beginAnew(two);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requireFitness(Fitness.FIT);
    assertThat(copy.copy().predecessor()).isNull();
    startAgain(two, true);
    requireFitness(Fitness.UNCONFIRMED);
  }

  @Test
  void anOwnerThatIsMadeOneByTheDecreeNeedsTheOthers() {
    beginAnew(DECREED);
    requireFitness(Fitness.BEHIND);
    assertThat(copy.copy().decreed()).isFalse();
  }
}
