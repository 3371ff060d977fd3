package aitta.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Works out all figures, and writes them as a page with plots. */
public final class ScaleRun {
  private static final int[][] SIZES = {
    {3, 128}, {10, 256}, {30, 1024}, {100, 4096}, {300, 16_384}, {1000, 16_384}, {1000, 65_536}
  };
  private static final int READS = 300_000;
  private static final double REPAIR_SECONDS = 600;
  private static final double REPORT_SECONDS = 2;
  private static final double NODE_GIB = 100;
  private static final double WRITES_A_NODE = 1000;
  private static final double OUTAGE_SECONDS = 600;

  private ScaleRun() {}

  /**
   * @param args the folder to write to; made if it is not there
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    RingFigures.of(100, 1024); // so that code is warm
    List<RingFigures> all = new ArrayList<>();
    for (int[] size : SIZES) {
      all.add(RingFigures.of(size[0], size[1]));
      System.out.println(all.get(all.size() - 1));
    }
    StringBuilder page = new StringBuilder();
    ring(page, all);
    messages(page, all);
    outages(page, all);
    latency(page, folder);
    Files.writeString(folder.resolve("figures.md"), page);
    plots(folder, all);
  }

  private static void row(StringBuilder page, Object... cells) {
    page.append('|');
    for (Object cell : cells) {
      String text = cell instanceof Double d ? figure(d) : String.valueOf(cell);
      page.append(' ').append(text).append(" |");
    }
    page.append('\n');
  }

  private static String figure(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : value >= 10
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.format(Locale.ROOT, "%.2f", value);
  }

  private static void header(StringBuilder page, String... names) {
    row(page, (Object[]) names);
    page.append("|---".repeat(names.length)).append("|\n");
  }

  private static void ring(StringBuilder page, List<RingFigures> all) {
    page.append("## The ring, run\n\n");
    header(
        page,
        "nodes",
        "Q",
        "placing all, ms",
        "fullest / mean",
        "target after a join, ms",
        "copies moved",
        "of the least",
        "GiB moved",
        "filled after, h",
        "ring, KiB",
        "encode, ms",
        "decode, ms",
        "one list, ms");
    for (RingFigures one : all) {
      double gib = one.moved() * gibOfCopy(one);
      row(
          page,
          one.nodes(),
          one.ranges(),
          one.computeMillis(),
          one.fullest(),
          one.joinMillis(),
          one.moved(),
          one.moved() / one.leastMoved(),
          gib,
          gib * 1024 / 32 / 3600,
          one.ringBytes() / 1024.0,
          one.encodeMillis(),
          one.decodeMillis(),
          one.listMillis());
    }
  }

  private static double gibOfCopy(RingFigures one) {
    return NODE_GIB * one.nodes() / ((double) one.ranges() * RingFigures.REPLICAS);
  }

  private static double copies(RingFigures one) {
    return (double) one.ranges() * RingFigures.REPLICAS / one.nodes();
  }

  private static double reports(RingFigures one) {
    return (one.nodes() - 1) / REPORT_SECONDS;
  }

  private static double compares(RingFigures one) {
    return copies(one) * (RingFigures.REPLICAS - 1) / REPAIR_SECONDS;
  }

  private static void messages(StringBuilder page, List<RingFigures> all) {
    page.append("\n## Messages that a node sends when nothing happens, by count\n\n");
    header(
        page,
        "nodes",
        "Q",
        "ranges a node",
        "reports a second",
        "their bytes a second",
        "comparisons a second",
        "stewards a node");
    for (RingFigures one : all) {
      row(
          page,
          one.nodes(),
          one.ranges(),
          copies(one),
          reports(one),
          reports(one) * one.reportBytes(),
          compares(one),
          (double) one.ranges() / one.nodes());
    }
  }

  private static void outages(StringBuilder page, List<RingFigures> all) {
    page.append("\n## A zone of three away for ten minutes, by count\n\n");
    header(
        page,
        "nodes",
        "Q",
        "busiest stand-in / mean (run)",
        "its hints a second",
        "its hints fill 1 GiB after, s",
        "delivered after, s");
    for (RingFigures one : all) {
      double hints = 1.5 * WRITES_A_NODE * one.standInSkew();
      row(
          page,
          one.nodes(),
          one.ranges(),
          one.standInSkew(),
          hints,
          1024.0 * 1024 / hints,
          Math.min(1024 * 1024, OUTAGE_SECONDS * hints) / 1024 / 16);
    }
  }

  private static void latency(StringBuilder page, Path folder) throws IOException {
    page.append("\n## Reads over a heavy tail: rounds run, delays modelled; ms\n\n");
    header(page, "r of 3", "hedged", "p50", "p99", "p99.9", "p99.99", "questions a read");
    List<Plot.Line> lines = new ArrayList<>();
    for (int r = 1; r <= 2; r++) {
      for (boolean hedged : new boolean[] {false, true}) {
        ReadLatency one = ReadLatency.of(READS, r, hedged);
        row(
            page,
            r,
            hedged ? "yes" : "no",
            one.millisOf(0.5),
            one.millisOf(0.99),
            one.millisOf(0.999),
            one.millisOf(0.9999),
            one.asked());
        List<double[]> points = new ArrayList<>();
        for (double left : new double[] {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3, 1e-4, 2e-5}) {
          points.add(new double[] {1 / left, one.millisOf(1 - left)});
        }
        lines.add(new Plot.Line("r = " + r + (hedged ? ", hedged" : ""), points));
      }
    }
    String title = "Slowest of so many reads, ms";
    Files.writeString(folder.resolve("latency.svg"), new Plot(title, "reads").of(lines));
  }

  private static Plot.Line line(
      String name, List<RingFigures> all, ToDoubleFunction<RingFigures> value) {
    return new Plot.Line(
        name,
        all.stream().map(one -> new double[] {one.nodes(), value.applyAsDouble(one)}).toList());
  }

  private static void plots(Path folder, List<RingFigures> all) throws IOException {
    Files.writeString(
        folder.resolve("ring.svg"),
        new Plot("What the ring costs, ms", "nodes (Q grows with them, see the table)")
            .of(
                List.of(
                    line("placing all ranges", all, RingFigures::computeMillis),
                    line("target after a join", all, RingFigures::joinMillis),
                    line("encoding", all, RingFigures::encodeMillis),
                    line("taking in one list", all, RingFigures::listMillis))));
    Files.writeString(
        folder.resolve("messages.svg"),
        new Plot("Messages a second that a node sends when nothing happens", "nodes")
            .of(
                List.of(
                    line("reports", all, ScaleRun::reports),
                    line("comparisons", all, ScaleRun::compares))));
    Files.writeString(
        folder.resolve("state.svg"),
        new Plot("The ring's state, KiB", "nodes")
            .of(List.of(line("encoded", all, one -> one.ringBytes() / 1024.0))));
  }
}
