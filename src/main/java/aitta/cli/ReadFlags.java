package aitta.cli;

import aitta.client.ReadOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a read is to be done. */
final class ReadFlags {
  @Option(
      names = "--r",
      paramLabel = "N",
      description =
          "Replicas that must answer: a number, one, quorum or all (default: the bucket's).")
  private String r;

  @Option(names = "--strict", description = "Only owners count: no node stands in for another.")
  private Boolean strict;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Within which the cluster has to answer, 1ms to 60s (default: 2s).")
  private Duration timeout;

  ReadOptions options() {
    return new ReadOptions(r, strict, timeout);
  }
}
