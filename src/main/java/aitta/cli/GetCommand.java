package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.client.AittaClient;
import aitta.client.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aitta get}: what is stored under a key. */
@Command(
    name = "get",
    description = {
      "Print the value of a key, byte for byte.",
      "Exit code 3: nothing is there. Exit code 4: there are several versions; they are listed, and"
          + " --sibling prints one."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class GetCommand extends ClientVerb {
  @Mixin private KeyArgument key;
  @Mixin private ReadFlags read;

  @Option(names = "--sibling", paramLabel = "ETAG", description = "Of several versions this one.")
  private String sibling;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Write the value to this file.")
  private Path file;

  @Override
  int run(AittaClient client) throws IOException {
    ReadResult result =
        sibling == null
            ? client.get(key.of(this), read.options())
            : client.getSibling(key.of(this), sibling.replace("\"", ""), read.options());
    if (result instanceof ReadResult.Missing) {
      say("aitta: nothing is there");
      return ExitCodes.NOT_FOUND;
    }
    if (result instanceof ReadResult.Siblings && format(OutputFormat.RAW) == OutputFormat.RAW) {
      say("aitta: there are several versions; --sibling ETAG prints one of them:");
      new Printer(OutputFormat.TABLE, console().err()).print(Versions.of(result));
      return ExitCodes.SIBLINGS;
    }
    if (result instanceof ReadResult.Found found && file != null) {
      Files.write(file, found.value().bytes());
    } else if (result instanceof ReadResult.Found found
        && format(OutputFormat.RAW) == OutputFormat.RAW) {
      console().out().write(found.value().bytes());
    } else {
      printer(OutputFormat.RAW).print(Versions.of(result));
    }
    return result instanceof ReadResult.Siblings ? ExitCodes.SIBLINGS : ExitCodes.OK;
  }
}
