package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.membership.SettledDecrees;
import aitta.model.NodeId;
import aitta.ownership.Pledge;
import aitta.peer.Standing;
import aitta.replica.Figures;
import aitta.replica.Fitness;
import aitta.replica.ReplicaFigures;
import aitta.ring.Departure;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import aitta.storage.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The others are gone for good, by an operator's word; who is left goes on, whoever was asked. */
class DecreedLossTest {
  private static final int RANGE = 5;
  private static final NodeId SELF = new NodeId("n1");

  @TempDir Path directory;

  private Ring ring = twoOfThreeAreGone();
  private RangeOwners known = ring.ownersOf(RANGE);
  private Fitness fitness = Fitness.BEHIND;
  private boolean isNew;
  private boolean waiting;
  private final List<Integer> accepted = new ArrayList<>();
  private DecreedLoss loss;

  @BeforeEach
  void start() {
    loss = restarted();
  }

  /** Every range of three nodes has lost two of its three owners. */
  private static Ring twoOfThreeAreGone() {
    Ring founded =
        Ring.found(
            "r",
            IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new RingMember(new NodeId("n" + i), "z", 1))
                .toList(),
            16,
            3);
    Ring gone = Departure.removed(founded, new NodeId("n2"));
    return Departure.removedByDecree(gone, new NodeId("n3"));
  }

  private DecreedLoss restarted() {
    return new DecreedLoss(
        SELF, () -> ring, this::copy, () -> isNew, this::accept, new SettledDecrees(directory));
  }

  private void accept(int range) {
    accepted.add(range);
    fitness = Fitness.FIT;
  }

  private Optional<ReplicaFigures.Copy> copy(int range) {
    Standing standing =
        new Standing(1, 1, 0, fitness == Fitness.FIT, 0, known.version(), Pledge.NONE);
    return range != RANGE || known == null
        ? Optional.empty()
        : Optional.of(
            new ReplicaFigures.Copy(
                TableId.underList(range, 1),
                Figures.NONE,
                standing,
                fitness,
                0,
                known,
                false,
                false,
                null,
                waiting));
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      loss.look();
    }
  }

  @Test
  void aCopyThatDoesNotBecomeFitOtherwiseGoesOnWithWhatItHas() throws IOException {
    assertThat(ring.decreed()).hasSize(16);
    look(DecreedLoss.PATIENCE - 1);
    assertThat(accepted).isEmpty();
    look(2);
    assertThat(accepted).containsExactly(RANGE);
    assertThat(new SettledDecrees(directory).read()).containsOnlyKeys(RANGE);
  }

  @Test
  void aLossIsAcceptedOnceForEachDecree() {
    fitness = Fitness.FIT;
    look(1);
    fitness = Fitness.BEHIND; // found damaged after that
    loss = restarted();
    look(5 * DecreedLoss.PATIENCE);
    assertThat(accepted).isEmpty();
  }

  @Test
  void whatWasSettledBeforeIsNotHeldAgainstACopyThatHadLostNothingAndIsAskedToLookAround() {
    fitness = Fitness.FIT;
    look(1);
    fitness = Fitness.BEHIND;
    waiting = true; // as after an upgrade
    look(DecreedLoss.PATIENCE);
    assertThat(accepted).containsExactly(RANGE);
  }

  @Test
  void nothingIsAcceptedBeforeTheCopyHasHeardOfTheList() {
    known = new RangeOwners(RANGE, 1, known.owners());
    look(5 * DecreedLoss.PATIENCE);
    assertThat(accepted).isEmpty();
    known = ring.ownersOf(RANGE);
    look(DecreedLoss.PATIENCE);
    assertThat(accepted).containsExactly(RANGE);
  }

  @Test
  void aDirectoryThatIsNewInItsPlaceHasLostMoreThanWasGivenUp() {
    isNew = true;
    look(5 * DecreedLoss.PATIENCE);
    assertThat(accepted).isEmpty();
  }

  @Test
  void aListThatWasDecidedIsNoDecree() {
    RangeOwners next = new RangeOwners(RANGE, known.version() + 1, known.owners());
    ring = ring.withOwners(next);
    known = next;
    look(5 * DecreedLoss.PATIENCE);
    assertThat(accepted).isEmpty();
  }
}
