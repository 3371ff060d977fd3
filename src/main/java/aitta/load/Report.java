package aitta.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How a run went, for JSON and for the table.
 *
 * @param missing reads that found nothing where a write was acknowledged
 * @param stale reads that found less than the last acknowledged write
 * @param unsent operations of an open loop that were due and never sent
 * @param servers null where none was found on this machine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
    String what,
    double seconds,
    long operations,
    double operationsPerSecond,
    long failed,
    Map<String, Long> failures,
    long siblings,
    long corrupt,
    long missing,
    long stale,
    long unsent,
    Latency reads,
    Latency writes,
    Servers servers,
    double clientCpuMicrosPerOperation,
    List<Tally.Interval> intervals) {

  /** In µs; null where there was nothing of the kind. */
  public record Latency(
      long count,
      double mean,
      double p50,
      double p90,
      double p99,
      double p999,
      double p9999,
      double max) {

    static Latency of(Histogram histogram) {
      if (histogram.getTotalCount() == 0) {
        return null;
      }
      return new Latency(
          histogram.getTotalCount(),
          round(histogram.getMean() / 1000),
          at(histogram, 50),
          at(histogram, 90),
          at(histogram, 99),
          at(histogram, 99.9),
          at(histogram, 99.99),
          round(histogram.getMaxValue() / 1e3));
    }

    private static double at(Histogram histogram, double percentile) {
      return round(histogram.getValueAtPercentile(percentile) / 1e3);
    }
  }

  /**
   * Of all server processes together.
   *
   * @param processes their ids
   * @param cpuMicrosEach by process id, for each operation of the whole run
   */
  public record Servers(
      List<Long> processes,
      double cpuMicrosPerOperation,
      double userMicrosPerOperation,
      double systemMicrosPerOperation,
      double writtenBytesPerOperation,
      Map<Long, Double> cpuMicrosEach) {

    static Servers of(
        Map<Long, ServerCpu.Used> before, Map<Long, ServerCpu.Used> after, long operations) {
      if (after.isEmpty() || operations == 0) {
        return null;
      }
      ServerCpu.Used all = ServerCpu.Used.NOTHING;
      Map<Long, Double> each = new TreeMap<>();
      for (Map.Entry<Long, ServerCpu.Used> server : after.entrySet()) {
        ServerCpu.Used used =
            server.getValue().minus(before.getOrDefault(server.getKey(), ServerCpu.Used.NOTHING));
        all = all.plus(used);
        each.put(server.getKey(), round(used.seconds() * 1e6 / operations));
      }
      return new Servers(
          List.copyOf(after.keySet()),
          round(all.seconds() * 1e6 / operations),
          round(all.userSeconds() * 1e6 / operations),
          round(all.systemSeconds() * 1e6 / operations),
          Math.round(1.0 * all.writtenBytes() / operations),
          each);
    }
  }

  static Report of(
      LoadPlan plan,
      Tally tally,
      Map<Long, ServerCpu.Used> before,
      Map<Long, ServerCpu.Used> after,
      ServerCpu.Used client) {
    long operations = tally.operations();
    return new Report(
        plan.describe(),
        round(tally.seconds()),
        operations,
        round(tally.good() / Math.max(1e-9, tally.seconds())),
        tally.count(Source.Verdict.FAILED),
        tally.failures(),
        tally.count(Source.Verdict.SIBLINGS),
        tally.count(Source.Verdict.CORRUPT),
        tally.count(Source.Verdict.MISSING),
        tally.count(Source.Verdict.STALE),
        tally.unsent(),
        Latency.of(tally.reads()),
        Latency.of(tally.writes()),
        Servers.of(before, after, operations),
        round(client.seconds() * 1e6 / Math.max(1, operations)),
        tally.intervals());
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /** Whether every answer was one that a store may give. */
  public boolean isRight() {
    return corrupt == 0 && missing == 0;
  }

  /** For people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(what);
    lines.add(
        line("%d operations in %.1f s: %.0f a second", operations, seconds, operationsPerSecond));
    lines.add(
        line(
            "failed %d %s, siblings %d, stale %d, missing %d, corrupt %d%s",
            failed,
            failures.isEmpty() ? "" : failures.toString(),
            siblings,
            stale,
            missing,
            corrupt,
            unsent == 0 ? "" : ", never sent " + unsent));
    lines.add(
        "latency, ms     count     mean      p50      p90      p99    p99.9   p99.99      max");
    row(lines, "reads", reads);
    row(lines, "writes", writes);
    if (servers == null) {
      lines.add("servers: none found on this machine");
    } else {
      lines.add(
          line(
              "servers: %.1f µs of CPU an operation (%.1f user, %.1f system), %.0f bytes dirtied; %d processes",
              servers.cpuMicrosPerOperation(),
              servers.userMicrosPerOperation(),
              servers.systemMicrosPerOperation(),
              servers.writtenBytesPerOperation(),
              servers.processes().size()));
    }
    lines.add(line("this command: %.1f µs of CPU an operation", clientCpuMicrosPerOperation));
    return lines;
  }

  private static void row(List<String> lines, String name, Latency latency) {
    if (latency != null) {
      lines.add(
          line(
              "%-10s %10d %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f",
              name,
              latency.count(),
              latency.mean() / 1000,
              latency.p50() / 1000,
              latency.p90() / 1000,
              latency.p99() / 1000,
              latency.p999() / 1000,
              latency.p9999() / 1000,
              latency.max() / 1000));
    }
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
