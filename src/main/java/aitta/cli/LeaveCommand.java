package aitta.cli;

import aitta.api.MovePlan;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class LeaveCommand extends DepartureVerb {
  @Option(names = "--force", description = "Also if fewer nodes than replicas would be left.")
  private boolean force;

  @Override
  String verb() {
    return "leave";
  }

  @Override
  MovePlan plan(AittaClient client, String node) {
    return client.cluster().planLeave(node, force);
  }

  @Override
  void begin(AittaClient client, String node) {
    client.cluster().leave(node, force);
  }
}
