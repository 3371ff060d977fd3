package aitta.cli;

import aitta.api.DeletionReport;
import aitta.cli.output.ProgressBar;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta bucket delete-keys}. */
@Command(
    name = "delete-keys",
    description = {
      "Delete the keys of a bucket that begin so. The cluster does it in the background; this waits.",
      "All of them only with --all: what is deleted does not come back.",
      "Exit code 6: it is not over when the waiting is; it goes on."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketDeleteKeysCommand extends ClientVerb {
  @Parameters(paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin so.")
  private String prefix;

  @Option(names = "--all", description = "All keys.")
  private boolean all;

  @Mixin private KeyNames names;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  @Override
  int run(AittaClient client) throws InterruptedException {
    if (all == (prefix != null)) {
      throw wrong("say which keys: either --prefix KEY or --all");
    }
    byte[] begin = all ? null : names.typed(prefix, this);
    String place = client.buckets().deleteKeys(legal(bucket), begin);
    if (place == null || !waiting.isWanted()) {
      say("begun" + (place == null ? "" : "; its progress: " + place));
      return ExitCodes.OK;
    }
    ProgressBar bar = progress.bar(console(), "delete", "keys");
    DeletionReport[] now = new DeletionReport[1];
    boolean over =
        waiting.until(
            () -> {
              now[0] = client.buckets().deletion(place);
              bar.at(now[0].deleted(), 0, 0);
              return now[0].state() != DeletionReport.State.RUNNING;
            });
    if (over && now[0].state() == DeletionReport.State.DONE) {
      bar.end(now[0].deleted());
      return ExitCodes.OK;
    }
    bar.breakOff();
    String why = now[0].detail() == null ? "" : ": " + now[0].detail();
    say("aitta: " + (over ? "it has failed" : "it goes on; its progress: " + place) + why);
    return over ? ExitCodes.FAILED : ExitCodes.UNAVAILABLE;
  }
}
