package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.cli.output.OutputFormat;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.cli.transfer.Format;
import aitta.cli.transfer.Import;
import aitta.cli.transfer.Transfers;
import aitta.client.AittaClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta import}: a file into a bucket. */
@Command(
    name = "import",
    description = {
      "Write what a file holds into a bucket, over what is there under the same keys.",
      "An import that broke off goes on where it was when the same command is given again.",
      "A line of ndjson is {\"key\":\"a%%2Fb\",\"value\":\"base64\",\"contentType\":\"...\"}; of a tar"
          + " archive that export did not write, the names of files are the keys."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class ImportCommand extends ClientVerb {
  @Parameters(index = "0", paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where from; - or nothing is standard input.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "ndjson or tar (default: by the ending of FILE, else ndjson).")
  private Format format;

  @Option(names = "--verify", description = "Read back what was written, and compare.")
  private boolean verify;

  @Option(names = "--verify-only", description = "Write nothing; only compare.")
  private boolean verifyOnly;

  @Option(names = "--restart", description = "Begin anew, whatever an earlier run has done.")
  private boolean restart;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Where it is noted how far it has come (default: FILE.checkpoint; of standard input, none).")
  private Path checkpoint;

  @Mixin private ProgressOptions progress;

  @Override
  boolean asksMuch() {
    return true;
  }

  @Override
  int run(AittaClient client) throws IOException {
    boolean standard = file == null || file.toString().equals("-");
    Format form = format != null ? format : Format.of(standard ? "" : file.toString());
    ProgressBar bar = progress.bar(console(), verifyOnly ? "compare" : "import", "keys");
    Path note = checkpoint != null || standard ? checkpoint : Transfers.beside(file);
    Import work = new Import(client, legal(bucket), form, verify, bar);
    if (verifyOnly) {
      work.compare(standard ? null : file, console().in());
    } else {
      String refusal = work.from(standard ? null : file, console().in(), note, restart);
      if (refusal != null) {
        throw wrong(refusal);
      }
    }
    boolean verified = verify || verifyOnly;
    if (verified && work.different() > 0) {
      say("aitta: different: " + String.join(" ", work.shown()));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bucket", bucket);
    document.put("keys", work.items());
    document.put("expired", work.expired());
    document.put("verified", verified);
    document.put("different", work.different());
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("BUCKET", "KEYS", "EXPIRED", "VERIFIED", "DIFFERENT"),
                List.of(
                    row(
                        bucket,
                        work.items(),
                        work.expired(),
                        verified ? "yes" : "no",
                        work.different())),
                document));
    return work.different() == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }
}
