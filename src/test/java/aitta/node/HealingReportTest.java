package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.RepairReport;
import aitta.peer.RangeMessage.RangeRepair;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealingReportTest {
  @Test
  void countersAddUpAndWhoComparedLastSaysWhetherARangeIsInSync() {
    RepairReport report =
        Healing.merge(
            List.of(
                new RangeRepair(1, 1_000, 5, 2, false),
                new RangeRepair(1, 2_000, 7, 3, true),
                new RangeRepair(1, 0, 0, 0, false)),
            3);
    assertThat(report.ranges())
        .containsExactly(
            new RepairReport.Range(0, null, 0, 0, false),
            new RepairReport.Range(1, "1970-01-01T00:00:02Z", 12, 5, true),
            new RepairReport.Range(2, null, 0, 0, false));
  }
}
