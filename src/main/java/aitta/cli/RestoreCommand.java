package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.ClusterReport;
import aitta.backup.SavedCluster;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.cli.transfer.Restorer;
import aitta.client.AittaClient;
import aitta.client.AittaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta restore}: a backup into a cluster. */
@Command(
    name = "restore",
    description = {
      "Bring a backup into an empty cluster, of whatever number of nodes, ranges and replicas: all"
          + " keys with their siblings, types and times, the properties of buckets; contexts that were"
          + " given out before stay valid.",
      "The shares of all nodes are read first, to their end: one that is damaged is named, and nothing"
          + " is changed. What broke off can be gone on with: see --from-range."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class RestoreCommand extends ClientVerb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "The shares of all nodes, or folders of them: AITTA_BACKUP_DIR/NAME.")
  private List<Path> folders;

  @Option(
      names = "--merge",
      description =
          "Also into a cluster that is not empty: what both have is joined, as if a network had"
              + " been cut between them.")
  private boolean merge;

  @Option(
      names = "--partial",
      description =
          "Also without the shares of some nodes: writes that only they had taken are not there.")
  private boolean partial;

  @Option(
      names = "--from-range",
      paramLabel = "N",
      defaultValue = "0",
      description = "Go on with this range, where an earlier run has ended; with --merge.")
  private int fromRange;

  @Option(names = "--no-verify", description = "Do not read all of it first.")
  private boolean noVerify;

  @Mixin private ProgressOptions progress;

  @Override
  boolean asksMuch() {
    return true;
  }

  @Override
  int run(AittaClient client) throws IOException {
    try (SavedCluster backup = SavedCluster.open(folders)) {
      String refusal = refusal(client, backup);
      if (refusal != null) {
        say("aitta: " + refusal);
        return ExitCodes.FAILED;
      }
      if (!noVerify) {
        verify(backup);
      }
      return restore(client, backup);
    }
  }

  /** Why it cannot be right; null where it can. */
  private String refusal(AittaClient client, SavedCluster backup) {
    if (!backup.missing().isEmpty() && !partial) {
      return "the shares of "
          + String.join(", ", backup.missing())
          + " are not here, and may have writes that no other has; --partial goes on without them";
    }
    ClusterReport cluster = client.cluster().status();
    List<String> away =
        cluster.nodes().stream()
            .filter(node -> node.status() != ClusterReport.Status.UP)
            .map(ClusterReport.Node::id)
            .toList();
    if (!away.isEmpty()) {
      return "nodes of the cluster are not up: " + String.join(", ", away);
    }
    try (Stream<String> buckets = client.buckets().list(null)) {
      String some = buckets.findFirst().orElse(null);
      return some == null || merge
          ? null
          : "the cluster is not empty: there is a bucket '" + some + "'; --merge joins both";
    }
  }

  private void verify(SavedCluster backup) throws IOException {
    ProgressBar bar = progress.bar(console(), "verify " + backup.name(), "shares");
    for (int share = 0; share < backup.shares(); share++) {
      bar.at(share, share, backup.shares());
      backup.verify(share);
    }
    bar.end(backup.shares());
  }

  private int restore(AittaClient client, SavedCluster backup) throws IOException {
    ProgressBar bar = progress.bar(console(), "restore " + backup.name(), "keys");
    Restorer restorer = new Restorer(client, backup, warning -> say("aitta: " + warning));
    int buckets = restorer.buckets(client.cluster().status().replicas());
    int[] next = {fromRange};
    try {
      restorer.run(
          fromRange,
          (range, keys) -> {
            next[0] = range + 1;
            bar.at(keys, next[0] - fromRange, backup.ranges() - fromRange);
          });
    } catch (AittaException | IOException e) {
      bar.breakOff();
      say(
          "aitta: it is not restored to its end; go on with --merge --from-range "
              + next[0]
              + " and the same folders");
      throw e;
    }
    bar.end(restorer.keys());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("backup", backup.name());
    document.put("keys", restorer.keys());
    document.put("bytes", restorer.bytes());
    document.put("buckets", buckets);
    document.put("missing", backup.missing());
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("BACKUP", "KEYS", "BYTES", "BUCKETS"),
                List.of(row(backup.name(), restorer.keys(), restorer.bytes(), buckets)),
                document));
    return ExitCodes.OK;
  }
}
