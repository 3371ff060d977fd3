package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.BackupReport;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta backup}: a backup of the whole cluster, by its nodes. */
@Command(
    name = "backup",
    description = {
      "Have each node write its share of a backup to its AITTA_BACKUP_DIR; wait until all are done,"
          + " and show where they are. All that was acknowledged before is in it.",
      "Exit code 1: it is not complete. 6: it is not done when the waiting is over; it goes on."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BackupCommand extends ClientVerb {
  @Parameters(paramLabel = "NAME", description = "What to call it; no earlier backup's name.")
  private String name;

  @Option(names = "--status", description = "Begin nothing; show how far the one of that name is.")
  private boolean statusOnly;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  @Override
  int run(AittaClient client) throws InterruptedException {
    BackupReport[] now = {
      statusOnly ? client.cluster().backupStatus(name) : client.cluster().backup(name)
    };
    boolean over = isOver(now[0]);
    if (!statusOnly && waiting.isWanted()) {
      ProgressBar bar = progress.bar(console(), "backup " + name, "nodes");
      over =
          waiting.until(
              () -> {
                now[0] = client.cluster().backupStatus(name);
                bar.at(done(now[0]), done(now[0]), now[0].nodes().size());
                return isOver(now[0]);
              });
      bar.end(done(now[0]));
    }
    print(now[0]);
    if (!over) {
      return statusOnly || !waiting.isWanted() ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
    }
    return now[0].state() == BackupReport.State.DONE ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private static boolean isOver(BackupReport report) {
    return report.state() != BackupReport.State.RUNNING;
  }

  private static long done(BackupReport report) {
    return report.nodes().stream().filter(node -> node.state() == BackupReport.State.DONE).count();
  }

  private void print(BackupReport report) {
    List<List<String>> rows =
        report.nodes().stream()
            .map(
                node ->
                    row(
                        node.node(),
                        node.state().name().toLowerCase(Locale.ROOT),
                        node.bytes(),
                        node.path(),
                        node.detail()))
            .toList();
    printer(OutputFormat.TABLE)
        .print(new Report(List.of("NODE", "STATE", "BYTES", "PATH", "DETAIL"), rows, report));
  }
}
