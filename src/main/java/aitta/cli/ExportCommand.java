package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.KeyText;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.Report;
import aitta.cli.transfer.Export;
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

/** {@code aitta export}: a bucket into a file. */
@Command(
    name = "export",
    description = {
      "Write the keys of a bucket, with all that is stored under them, to a file or to standard"
          + " output.",
      "An export that broke off goes on where it was when the same command is given again.",
      "Keys written meanwhile may be in it or not; those that were there all the time are."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class ExportCommand extends ClientVerb {
  @Parameters(index = "0", paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; - or nothing is standard output, which cannot be gone on with.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "ndjson or tar (default: by the ending of FILE, else ndjson).")
  private Format format;

  @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin so.")
  private String prefix;

  @Option(names = "--verify", description = "Read the file back and compare it with the cluster.")
  private boolean verify;

  @Option(names = "--restart", description = "Begin anew, over what an earlier run left.")
  private boolean restart;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Where it is noted how far it has come (default: FILE.checkpoint).")
  private Path checkpoint;

  @Mixin private KeyNames names;
  @Mixin private ProgressOptions progress;

  @Override
  boolean asksMuch() {
    return true;
  }

  @Override
  int run(AittaClient client) throws IOException {
    boolean standard = file == null || file.toString().equals("-");
    byte[] begin = names.typed(prefix, this);
    Format form = format != null ? format : Format.of(standard ? "" : file.toString());
    ProgressBar bar = progress.bar(console(), "export", "keys");
    Export export = new Export(client, legal(bucket), form, begin, bar);
    if (standard) {
      if (verify) {
        throw wrong("--verify needs a FILE to read back");
      }
      export.to(console().whole());
      return ExitCodes.OK;
    }
    Path note = checkpoint != null ? checkpoint : Transfers.beside(file);
    String refusal = export.to(file, note, restart);
    if (refusal != null) {
      throw wrong(refusal);
    }
    long different = verify ? compared(client, form) : 0;
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bucket", bucket);
    document.put("prefix", begin == null ? null : KeyText.encode(begin));
    document.put("keys", export.items());
    document.put("verified", verify);
    document.put("different", different);
    printer(OutputFormat.TABLE)
        .print(
            new Report(
                List.of("BUCKET", "KEYS", "VERIFIED", "DIFFERENT"),
                List.of(row(bucket, export.items(), verify ? "yes" : "no", different)),
                document));
    return different == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }

  /** How many keys differ between the file and the cluster. */
  private long compared(AittaClient client, Format form) throws IOException {
    ProgressBar bar = progress.bar(console(), "compare", "keys");
    Import check = new Import(client, bucket, form, false, bar);
    check.compare(file, console().in());
    if (check.different() > 0) {
      say("aitta: different: " + String.join(" ", check.shown()));
    }
    return check.different();
  }
}
