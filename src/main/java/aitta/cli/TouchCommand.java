package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aitta touch}: a new time to live for what is there. */
@Command(
    name = "touch",
    description = {
      "Give what is stored under a key a new time to live, counted from now.",
      "Exit code 3: nothing is there."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class TouchCommand extends ClientVerb {
  @Mixin private KeyArgument key;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time to live, as 30s, 12h or 7d (default: the bucket's).")
  private Duration ttl;

  @Override
  int run(AittaClient client) {
    printer(OutputFormat.TABLE).print(Versions.of(client.touch(key.of(this), ttl)));
    return ExitCodes.OK;
  }
}
