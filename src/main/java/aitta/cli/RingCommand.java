package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.RingReport;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code aitta ring}: who owns what. */
@Command(
    name = "ring",
    description = "Show which nodes own which range of keys.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class RingCommand extends ClientVerb {
  @Override
  int run(AittaClient client) {
    RingReport ring = client.cluster().ring();
    List<List<String>> rows =
        ring.ranges().stream()
            .map(
                range ->
                    row(
                        range.range(),
                        range.from(),
                        range.to(),
                        String.join(",", range.owners()),
                        range.pending().isEmpty() ? null : String.join(",", range.pending()),
                        range.version()))
            .toList();
    printer(OutputFormat.TABLE)
        .print(
            new Report(List.of("RANGE", "FROM", "TO", "OWNERS", "PENDING", "VERSION"), rows, ring));
    return ExitCodes.OK;
  }
}
