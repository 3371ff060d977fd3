package aitta.cli;

import aitta.api.Json;
import aitta.config.Durations;
import aitta.load.LoadPlan;
import aitta.load.LoadRun;
import aitta.load.Plot;
import aitta.load.Report;
import aitta.load.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.HistogramLogWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code aitta load}: load against running nodes, with what it took and whether it was right. */
@Command(
    name = "load",
    description = {
      "Put load on running nodes, check what is read, and say what it took.",
      "Writes the keys first, warms up, then measures. Ends by --duration or --operations."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class LoadCommand implements Callable<Integer> {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      split = ",",
      description =
          "A node; several times, or with commas, for several (default: ${DEFAULT-VALUE}).")
  private List<URI> urls;

  @Mixin private CredentialOptions credentials;

  @Option(
      names = "--workload",
      paramLabel = "A|B|C|W",
      defaultValue = "A",
      description =
          "Reads to writes: A 50/50, B 95/5, C reads, W writes (default: ${DEFAULT-VALUE}).")
  private Workload workload;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Over all nodes; each has one request at a time (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Operations a second, due whether the nodes keep up or not; latency counts from when one"
            + " was due. 0: as fast as the connections allow (default)."
      })
  private double rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = AsDuration.class,
      description = "To measure for (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "1000000000",
      description = "To end after, if earlier (default: ${DEFAULT-VALUE}).")
  private long operations;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = AsDuration.class,
      description = "Of the same load before, not counted (default: ${DEFAULT-VALUE}).")
  private Duration warmup;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "At least 16 (default: ${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--zipf",
      paramLabel = "THETA",
      arity = "0..1",
      defaultValue = "0",
      fallbackValue = "0.99",
      description =
          "Some keys are hot, by Zipf's law; without it all are alike (0.99 if not said).")
  private double theta;

  @Option(
      names = "--no-fill",
      description = "Do not write the keys first: they are there, or need not be.")
  private boolean noFill;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      defaultValue = "load",
      description = "Default: ${DEFAULT-VALUE}.")
  private String bucket;

  @Option(
      names = "--conflicts",
      paramLabel = "POLICY",
      defaultValue = "latest",
      description =
          "Policy that the bucket is given, latest or siblings; keep leaves it (default: ${DEFAULT-VALUE}).")
  private String conflicts;

  @Option(
      names = "--r",
      paramLabel = "R",
      defaultValue = "",
      description = "Default: the bucket's.")
  private String r;

  @Option(
      names = "--w",
      paramLabel = "W",
      defaultValue = "",
      description = "Default: the bucket's.")
  private String w;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = AsDuration.class,
      description = "After which a request counts as failed (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the order of operations (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result here, as JSON.")
  private Path json;

  @Option(
      names = "--hdr",
      paramLabel = "FILE",
      description = "Write the histograms here, as an HdrHistogram log (ns).")
  private Path hdr;

  @Option(names = "--plot", paramLabel = "FILE", description = "Draw the run here, as SVG.")
  private Path plot;

  @Option(names = "--quiet", description = "No line each second.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  /** Durations as everywhere else. */
  static final class AsDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadPlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    LoadRun.Result result;
    try {
      result = new LoadRun(plan, quiet ? line -> {} : err::println).run();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (LoadRun.CannotRunException | IOException e) {
      err.println("aitta: " + e.getMessage());
      return spec.exitCodeOnExecutionException();
    }
    Report report = result.report();
    report.table().forEach(out::println);
    write(result);
    return report.isRight() && report.operations() > report.failed()
        ? spec.exitCodeOnSuccess()
        : spec.exitCodeOnExecutionException();
  }

  private LoadPlan plan() {
    try {
      return new LoadPlan(
          urls,
          workload,
          bucket,
          keys,
          valueBytes,
          theta,
          connections,
          rate,
          r,
          w,
          conflicts.equals("keep") ? "" : conflicts,
          !noFill,
          warmup,
          duration,
          operations,
          timeout,
          seed,
          access());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private LoadPlan.Access access() {
    String token = credentials.token();
    return new LoadPlan.Access(token == null ? "" : token, credentials.authorities());
  }

  private void write(LoadRun.Result result) throws IOException {
    if (json != null) {
      Files.write(json, Json.bytes(result.report()));
    }
    if (plot != null) {
      Files.writeString(plot, Plot.of(result.report(), result.tally()));
    }
    if (hdr != null) {
      try (PrintStream file = new PrintStream(Files.newOutputStream(hdr), false, "UTF-8")) {
        result.tally().writeLog(new HistogramLogWriter(file));
      }
    }
  }
}
