package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.peer.Standing;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaFiguresTest {
  private static final int RANGE = 3;
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final TableId TABLE = TableId.range(RANGE, 1);

  private final ReplicaFigures figures = new ReplicaFigures();

  private void copyIs(Fitness fitness, NodeId... owners) {
    RangeOwners list = new RangeOwners(RANGE, 2, List.of(owners));
    figures.put(
        RANGE,
        new ReplicaFigures.Copy(
            TABLE, Figures.NONE, Standing.NONE, fitness, 1, list, false, false, null, false));
  }

  @Test
  void listingsShowTheRowsOfAnOwnerThatLacksNone() {
    copyIs(Fitness.FIT, A, B);
    assertThat(figures.tableOf(RANGE, A)).isEqualTo(TABLE);
    copyIs(Fitness.BEHIND, A, B);
    assertThat(figures.tableOf(RANGE, A)).isNull();
  }

  /** It hears of no writes any more, though it is still there for those who bring its data away. */
  @Test
  void listingsShowNothingOfACopyWhoseRangeHasOtherOwners() {
    copyIs(Fitness.FIT, B);
    assertThat(figures.tableOf(RANGE, A)).isNull();
    assertThat(figures.tableOf(RANGE + 1, A)).as("of a range that is not here").isNull();
  }
}
