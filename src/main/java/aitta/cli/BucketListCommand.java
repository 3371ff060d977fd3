package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.client.AittaClient;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aitta bucket list}. */
@Command(
    name = "list",
    description = "List the buckets. --output json prints a document a line.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketListCommand extends ClientVerb {
  @Option(names = "--prefix", paramLabel = "NAME", description = "Only those that begin so.")
  private String prefix;

  @Override
  int run(AittaClient client) {
    Printer printer = printer(OutputFormat.TABLE);
    printer.begin(List.of("BUCKET"));
    try (Stream<String> buckets = client.buckets().list(prefix)) {
      for (Iterator<String> names = buckets.iterator(); names.hasNext(); ) {
        String name = names.next();
        printer.entry(row(name), Map.of("bucket", name));
      }
    }
    printer.end();
    return ExitCodes.OK;
  }
}
