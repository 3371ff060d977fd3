package aitta.cli;

import aitta.api.MovePlan;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class RemoveCommand extends DepartureVerb {
  @Option(
      names = "--force",
      description = {
        "Also if it is alive, fewer nodes than replicas would be left, or ranges have lost a",
        "majority of their owners: what only those knew is given up."
      })
  private boolean force;

  @Override
  String verb() {
    return "remove";
  }

  @Override
  MovePlan plan(AittaClient client, String node) {
    return client.cluster().planRemove(node, force);
  }

  @Override
  void begin(AittaClient client, String node) {
    client.cluster().remove(node, force);
  }
}
