package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta remove}: declares a dead node gone for good. */
@Command(
    name = "remove",
    description = {
      "Declare a dead node gone for good; the others re-create its replicas. Wait until it is done.",
      "Exit code 6: it is not done when the waiting is over; it goes on."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class RemoveCommand extends ClientVerb {
  @Parameters(paramLabel = "NODE", description = "Its id, as status shows it.")
  private String node;

  @Option(
      names = "--force",
      description = {
        "Also if it is alive, fewer nodes than replicas would be left, or ranges have lost a",
        "majority of their owners: what only those knew is given up."
      })
  private boolean force;

  @Option(names = "--dry-run", description = "Change nothing; show what would move.")
  private boolean dryRun;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  @Override
  boolean asksMuch() {
    return true;
  }

  @Override
  int run(AittaClient client) throws InterruptedException {
    if (dryRun) {
      printer(OutputFormat.TABLE).print(Departure.report(client.cluster().planRemove(node, force)));
      return ExitCodes.OK;
    }
    client.cluster().remove(node, force);
    if (!waiting.isWanted()) {
      return ExitCodes.OK;
    }
    boolean gone =
        new Departure(client, node)
            .await(waiting, progress.bar(console(), "remove " + node, "ranges"));
    return gone ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }
}
