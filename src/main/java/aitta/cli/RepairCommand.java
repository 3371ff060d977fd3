package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.RepairReport;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aitta repair}: has owners compare what they hold. */
@Command(
    name = "repair",
    description = {
      "Have the owners of each range compare what they hold, now, and bring each other what is"
          + " missing; then show how the ranges are.",
      "Owners that cannot be reached are left out: status shows whether there are any.",
      "Exit code 6: it has not come to its end in time."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class RepairCommand extends ClientVerb {
  @Option(names = "--range", paramLabel = "N", description = "This range alone (default: all).")
  private Integer range;

  @Option(names = "--status", description = "Start nothing; only show how the ranges are.")
  private boolean statusOnly;

  @Option(
      names = "--accept-loss",
      description =
          "Let the range (give --range) go on with what is left of it, where too few owners remain"
              + " that know all acknowledged writes. What they do not have is lost.")
  private boolean acceptLoss;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  @Override
  int run(AittaClient client) throws InterruptedException {
    if (acceptLoss && range == null) {
      throw wrong("--accept-loss is for one range: name it with --range");
    }
    RepairReport before = client.cluster().repairs();
    if (statusOnly) {
      print(before);
      return ExitCodes.OK;
    }
    client.cluster().repair(range, acceptLoss);
    if (!waiting.isWanted()) {
      return ExitCodes.OK;
    }
    ProgressBar bar = progress.bar(console(), "repair", "ranges");
    Map<Integer, String> earlier = new HashMap<>();
    wanted(before).forEach(one -> earlier.put(one.range(), one.lastRun()));
    RepairReport[] now = {before};
    boolean done =
        waiting.until(
            () -> {
              now[0] = client.cluster().repairs();
              long run = wanted(now[0]).stream().filter(one -> isNewer(one, earlier)).count();
              bar.at(run, run, earlier.size());
              return run >= earlier.size();
            });
    bar.end(wanted(now[0]).stream().filter(one -> isNewer(one, earlier)).count());
    print(now[0]);
    return done ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }

  private List<RepairReport.Range> wanted(RepairReport report) {
    return report.ranges().stream().filter(one -> range == null || one.range() == range).toList();
  }

  /** The cluster's clock is compared with itself alone. */
  private static boolean isNewer(RepairReport.Range now, Map<Integer, String> earlier) {
    return now.lastRun() != null && !Objects.equals(now.lastRun(), earlier.get(now.range()));
  }

  private void print(RepairReport report) {
    List<List<String>> rows =
        wanted(report).stream()
            .map(
                one ->
                    row(
                        one.range(),
                        one.lastRun(),
                        one.keysCompared(),
                        one.keysRepaired(),
                        one.inSync() ? "yes" : "no"))
            .toList();
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("RANGE", "LAST-RUN", "COMPARED", "REPAIRED", "IN-SYNC"),
                rows,
                new RepairReport(wanted(report))));
  }
}
