package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta leave}: has a node hand its data over and stop. */
@Command(
    name = "leave",
    description = {
      "Have a node hand its data over, then stop it; wait until it is gone.",
      "Exit code 6: it is still there when the waiting is over; it goes on leaving."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class LeaveCommand extends ClientVerb {
  @Parameters(paramLabel = "NODE", description = "Its id, as status shows it.")
  private String node;

  @Option(names = "--force", description = "Also if fewer nodes than replicas would be left.")
  private boolean force;

  @Option(names = "--dry-run", description = "Change nothing; show what would move.")
  private boolean dryRun;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  @Override
  boolean asksMuch() {
    return true; // the node that was asked may be the one that stops: others must be known
  }

  @Override
  int run(AittaClient client) throws InterruptedException {
    if (dryRun) {
      printer(OutputFormat.TABLE).print(Departure.report(client.cluster().planLeave(node, force)));
      return ExitCodes.OK;
    }
    client.cluster().leave(node, force);
    if (!waiting.isWanted()) {
      return ExitCodes.OK;
    }
    boolean gone =
        new Departure(client, node)
            .await(waiting, progress.bar(console(), "leave " + node, "ranges"));
    return gone ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }
}
