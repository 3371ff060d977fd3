package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.LocateReport;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aitta locate}: where a key lives. */
@Command(
    name = "locate",
    description = "Show where a key lives: its hash, its range, its owners, who would stand in.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class LocateCommand extends ClientVerb {
  @Mixin private KeyArgument key;

  @Override
  int run(AittaClient client) {
    LocateReport place = client.cluster().locate(key.of(this));
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("HASH", "RANGE", "OWNERS", "STAND-INS"),
                List.of(
                    row(
                        place.hash(),
                        place.range(),
                        String.join(",", place.owners()),
                        place.standIns().isEmpty() ? null : String.join(",", place.standIns()))),
                place));
    return ExitCodes.OK;
  }
}
