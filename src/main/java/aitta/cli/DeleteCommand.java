package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aitta delete}: deletes a key. */
@Command(
    name = "delete",
    description = {
      "Delete a key. It is no failure if nothing is there.",
      "With --context, versions that it does not cover survive.",
      "Exit code 5: the condition did not hold."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class DeleteCommand extends ClientVerb {
  @Mixin private KeyArgument key;
  @Mixin private WriteFlags write;

  @Override
  int run(AittaClient client) {
    printer(OutputFormat.TABLE)
        .print(Versions.of(client.delete(key.of(this), write.options(null))));
    return ExitCodes.OK;
  }
}
