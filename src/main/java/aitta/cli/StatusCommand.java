package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.ClusterReport;
import aitta.cli.output.Amounts;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.cli.output.Report;
import aitta.client.AittaClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code aitta status}: the nodes, and what moves between them. */
@Command(
    name = "status",
    description = "Show the nodes of the cluster, and what moves between them.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class StatusCommand extends ClientVerb {
  @Override
  int run(AittaClient client) {
    ClusterReport report = client.cluster().status();
    OutputFormat format = format(OutputFormat.TABLE);
    Printer printer = printer(OutputFormat.TABLE);
    if (format == OutputFormat.TABLE) {
      console()
          .out()
          .printf(
              "As %s sees it: %d replicas, %d ranges, ring version %d.%n%n",
              report.node(), report.replicas(), report.ranges(), report.ringVersion());
    }
    printer.print(nodes(report, format == OutputFormat.TABLE));
    if (format == OutputFormat.TABLE && !report.transfers().isEmpty()) {
      console().out().println();
      printer.print(transfers(report));
    }
    if (format == OutputFormat.TABLE) {
      report.nodes().stream().filter(node -> node.setAside() > 0).forEach(this::tellSetAside);
    }
    return ExitCodes.OK;
  }

  private void tellSetAside(ClusterReport.Node node) {
    console()
        .out()
        .printf(
            "%nNode %s keeps %d folder%s set-aside-* in its data directory, of an earlier life, with"
                + " what may be nowhere else; its log says why.%n",
            node.id(), node.setAside(), node.setAside() == 1 ? "" : "s");
  }

  private static Report nodes(ClusterReport report, boolean forPeople) {
    List<List<String>> rows =
        report.nodes().stream()
            .map(
                node ->
                    row(
                        node.id(),
                        node.status().name().toLowerCase(Locale.ROOT),
                        node.zone(),
                        node.weight(),
                        node.rangesOwned(),
                        node.keys(),
                        forPeople ? Amounts.bytes(node.bytes()) : node.bytes(),
                        node.hintsHeld(),
                        node.catchingUp(),
                        node.diskFull() ? "full" : "ok",
                        node.http()))
            .toList();
    return new Report(
        List.of(
            "NODE",
            "STATUS",
            "ZONE",
            "WEIGHT",
            "RANGES",
            "KEYS",
            "SIZE",
            "HINTS",
            "CATCHING-UP",
            "DISK",
            "HTTP"),
        rows,
        report);
  }

  private static Report transfers(ClusterReport report) {
    List<List<String>> rows =
        report.transfers().stream()
            .map(
                transfer ->
                    row(
                        transfer.range(),
                        transfer.from(),
                        transfer.to(),
                        Amounts.bytes(transfer.bytesDone()),
                        Amounts.bytes(transfer.bytesTotal()),
                        Amounts.bytes(transfer.bytesPerSecond()) + "/s",
                        transfer.etaSeconds() == null
                            ? null
                            : Amounts.time(Duration.ofSeconds(transfer.etaSeconds()))))
            .toList();
    return new Report(
        List.of("RANGE", "FROM", "TO", "DONE", "OF", "RATE", "LEFT"), rows, report.transfers());
  }
}
