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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a copy that has not caught up yet may be believed about the other owner. */
class NewcomerTest {
  private static final int RANGE = ReplicaUnderTest.TABLE.range();
  private static final NodeId OTHER = new NodeId("other");
  private static final RangeOwners ALONE = list(7, PEER);
  private static final RangeOwners BOTH = list(8, PEER, SELF);
  private static final String HERE = "directory-1";

  @TempDir Path dir;
  private TestSystem system;
  private ReplicaUnderTest copy;

  @BeforeEach
  void begin() {
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, HERE, ALONE);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private static RangeOwners list(int version, NodeId... owners) {
    return new RangeOwners(RANGE, version, List.of(owners));
  }

  private void learn(RangeOwners list) {
    copy.actor.tell(new RangeReplica.Learn(list));
    Siblings one = Writes.set(1L << 20, list.version(), "value");
    ReplicaUnderTest.get(copy.store(Key.of("bucket", "any"), one)); // and has written it down
  }

  private void startAgain(String directory, RangeOwners list) {
    stop();
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, directory, list);
  }

  private void requireWord(boolean is) {
    assertThat(copy.copy().vouches()).isEqualTo(is);
  }

  @Test
  void itIsWhereItCameBesideALoneOwner() {
    requireWord(false);
    learn(BOTH);
    requireWord(true);
    assertThat(copy.copy().fitness()).isEqualTo(Fitness.BEHIND);
  }

  @Test
  void aStartLosesNothing() {
    learn(BOTH);
    startAgain(HERE, BOTH);
    requireWord(true);
  }

  @Test
  void itMayHearOfTheListOnlyWhenItIsStartedAgain() {
    startAgain(HERE, BOTH);
    requireWord(true);
  }

  @Test
  void aSealThatEndsWithTheSameOwnersChangesNothing() {
    learn(BOTH);
    learn(list(9, SELF, PEER));
    requireWord(true);
    startAgain(HERE, list(10, PEER, SELF));
    requireWord(true);
  }

  @Test
  void othersMayHaveComeAndGoneInListsThatItHasNotHeardOf() {
    learn(list(9, PEER, SELF));
    requireWord(false);
    learn(list(10, PEER, SELF));
    requireWord(false);
  }

  @Test
  void otherListsAreNotMeant() {
    learn(list(8, PEER, OTHER, SELF));
    requireWord(false);
    startAgain(HERE, list(9, PEER, SELF));
    requireWord(false);
  }

  @Test
  void whatWasBegunAsAnOwnersCopyMayHaveLostAnything() {
    system.close();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, HERE, BOTH);
    requireWord(false);
  }

  @Test
  void aDirectoryThatWasCopiedMayBeOlder() {
    learn(BOTH);
    startAgain("directory-2", BOTH);
    requireWord(false);
  }

  @Test
  void onceItHasCaughtUpItIsAnOwnersLikeAnyOther() {
    learn(BOTH);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requireWord(false);
    startAgain(HERE, BOTH);
    assertThat(copy.copy().fitness()).isEqualTo(Fitness.UNCONFIRMED);
    copy.judge(RangeReplica.Verdict.DENIED);
    assertThat(copy.copy().fitness()).isEqualTo(Fitness.BEHIND);
    requireWord(false);
  }

  private void beginBesideTwo() {
    stop();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, HERE, list(7, PEER, OTHER));
  }

  private void requirePredecessor(NodeId node) {
    assertThat(copy.copy().predecessor()).isEqualTo(node);
    requireWord(false);
  }

  @Test
  void inThePlaceOfOneOfTwoItMayHaveAllFromThatOne() {
    beginBesideTwo();
    requirePredecessor(null); // it is no owner yet
    learn(list(8, PEER, SELF));
    requirePredecessor(OTHER);
    startAgain(HERE, list(9, SELF, PEER)); // the same two
    requirePredecessor(OTHER);
    copy.judge(RangeReplica.Verdict.CAUGHT_UP);
    requirePredecessor(null);
  }

  @Test
  void whicheverOfTheTwoItWas() {
    beginBesideTwo();
    learn(list(8, SELF, OTHER));
    requirePredecessor(PEER);
  }

  @Test
  void besideTwoThatStayItNeedsThem() {
    beginBesideTwo();
    learn(list(8, PEER, OTHER, SELF));
    requirePredecessor(null);
  }

  @Test
  void afterListsThatItHasNotHeardOfOrInAnotherDirectoryItNeedsTheOwners() {
    beginBesideTwo();
    learn(list(9, PEER, SELF));
    requirePredecessor(null);
    beginBesideTwo();
    learn(list(8, PEER, SELF));
    startAgain("directory-2", list(8, PEER, SELF));
    requirePredecessor(null);
  }

  @Test
  void whatWasBegunAsOneOfTwoOwnersNeedsTheOther() {
    stop();
    TestSystem.loseAll(dir);
    system = TestSystem.real(dir);
    copy = ReplicaUnderTest.knowing(system, HERE, list(8, PEER, SELF));
    requirePredecessor(null);
  }
}
