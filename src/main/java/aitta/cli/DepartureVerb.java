package aitta.cli;

import aitta.api.MovePlan;
import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that a node goes by: shows what would move, or begins it and waits until it is gone. */
abstract class DepartureVerb extends ClientVerb {
  @Parameters(paramLabel = "NODE", description = "Its id, as status shows it.")
  private String node;

  @Option(names = "--dry-run", description = "Change nothing; show what would move.")
  private boolean dryRun;

  @Mixin private Waiting waiting;
  @Mixin private ProgressOptions progress;

  /** What begins the line that tells how far it is. */
  abstract String verb();

  abstract MovePlan plan(AittaClient client, String node);

  abstract void begin(AittaClient client, String node);

  @Override
  final boolean asksMuch() {
    return true; // the node that was asked may be the one that stops: others must be known
  }

  @Override
  final int run(AittaClient client) throws InterruptedException {
    if (dryRun) {
      printer(OutputFormat.TABLE).print(Departure.report(plan(client, node)));
      return ExitCodes.OK;
    }
    begin(client, node);
    if (!waiting.isWanted()) {
      return ExitCodes.OK;
    }
    boolean gone =
        new Departure(client, node)
            .await(waiting, progress.bar(console(), verb() + " " + node, "ranges"));
    return gone ? ExitCodes.OK : ExitCodes.UNAVAILABLE;
  }
}
