package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.ClusterReport;
import aitta.api.MovePlan;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import aitta.client.AittaException;
import java.util.List;
import java.util.Optional;

/** A node on its way out of the cluster, watched. */
final class Departure {
  private final AittaClient client;
  private final String node;
  private int most;

  Departure(AittaClient client, String node) {
    this.client = client;
    this.node = node;
  }

  /**
   * @return false if it was still there when the time was over
   */
  boolean await(Waiting waiting, ProgressBar bar) throws InterruptedException {
    boolean gone = waiting.until(() -> isGone(bar));
    bar.end(most);
    return gone;
  }

  private boolean isGone(ProgressBar bar) {
    ClusterReport report;
    try {
      report = client.cluster().status();
    } catch (AittaException e) {
      return false; // the node asked may be the one that leaves; the next report comes from another
    }
    Optional<ClusterReport.Node> found =
        report.nodes().stream().filter(one -> one.id().equals(node)).findFirst();
    int left = found.map(ClusterReport.Node::rangesOwned).orElse(0);
    most = Math.max(most, left);
    bar.at(most - left, most - left, most);
    return found.isEmpty();
  }

  static Report report(MovePlan plan) {
    List<List<String>> rows =
        plan.moves().stream().map(move -> row(move.range(), move.from(), move.to())).toList();
    return new Report(List.of("RANGE", "FROM", "TO"), rows, plan);
  }
}
