package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.ExplainReport;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aitta explain}: what each replica of a key itself holds. */
@Command(
    name = "explain",
    description = "Show what each owner and stand-in of a key itself holds.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class ExplainCommand extends ClientVerb {
  @Mixin private KeyArgument key;

  @Override
  int run(AittaClient client) {
    ExplainReport report = client.explain(key.of(this));
    List<List<String>> rows = new ArrayList<>();
    for (ExplainReport.Replica replica : report.replicas()) {
      String state =
          !replica.answered() ? "no answer" : replica.catchingUp() ? "catching up" : "ok";
      if (replica.versions().isEmpty()) {
        String holds = replica.answered() ? "nothing" : null;
        rows.add(row(replica.node(), replica.role(), state, holds, null, null, null));
      }
      for (ExplainReport.HeldVersion version : replica.versions()) {
        rows.add(
            row(
                replica.node(),
                replica.role(),
                state,
                version.etag(),
                version.deleted() ? "deleted" : version.size(),
                version.lastModified(),
                version.dot()));
      }
    }
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("NODE", "ROLE", "STATE", "ETAG", "SIZE", "MODIFIED", "DOT"), rows, report));
    return ExitCodes.OK;
  }
}
