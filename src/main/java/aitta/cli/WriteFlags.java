package aitta.cli;

import aitta.client.WriteOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a write is to be done, and what it takes the place of. */
final class WriteFlags {
  @Option(
      names = "--w",
      paramLabel = "N",
      description =
          "Replicas that must have it safe: a number, one, quorum or all (default: the bucket's).")
  private String w;

  @Option(names = "--strict", description = "Only owners count: no node stands in for another.")
  private Boolean strict;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Within which the cluster has to answer, 1ms to 60s (default: 2s).")
  private Duration timeout;

  @ArgGroup private Basis basis;

  private static final class Basis {
    @Option(
        names = {"-c", "--context"},
        paramLabel = "CONTEXT",
        description = "Takes the place of just what this context covers, as a read gave it.")
    private String context;

    @Option(
        names = "--beside",
        description = "Takes the place of nothing: stands beside all there is.")
    private boolean beside;

    @Option(names = "--if-absent", description = "Only if there is nothing; else exit code 5.")
    private boolean ifAbsent;

    @Option(
        names = "--if-match",
        paramLabel = "ETAG",
        description = "Only if this version is there (or *: any); else exit code 5.")
    private List<String> etags;
  }

  WriteOptions options(Duration ttl) {
    WriteOptions plain = new WriteOptions(WriteOptions.DEFAULT.basis(), w, strict, timeout, ttl);
    if (basis == null) {
      return plain;
    }
    if (basis.context != null) {
      return plain.after(basis.context);
    }
    if (basis.etags != null) {
      boolean any = basis.etags.contains("*");
      return plain.ifMatch(any ? new String[0] : unquoted(basis.etags));
    }
    return basis.ifAbsent ? plain.ifAbsent() : basis.beside ? plain.beside() : plain;
  }

  private static String[] unquoted(List<String> etags) {
    return etags.stream().map(etag -> etag.replace("\"", "")).toArray(String[]::new);
  }
}
