package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import aitta.client.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta put}: stores a value. */
@Command(
    name = "put",
    description = {
      "Store a value: the argument, or a file, or what comes from standard input.",
      "Without --context, --beside, --if-absent or --if-match it takes the place of all there is.",
      "Exit code 5: the condition did not hold."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class PutCommand extends ClientVerb {
  /** The largest value that any cluster takes. */
  private static final int LARGEST = 16 * 1024 * 1024;

  @Mixin private KeyArgument key;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value as text; left out, it is read from standard input.")
  private String text;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The value is in this file; - is standard input.")
  private Path file;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description =
          "Its content type (default: text/plain of an argument, else application/octet-stream).")
  private String type;

  @Option(
      names = "--content-encoding",
      paramLabel = "CODING",
      description = "How it is packed, as gzip; nothing is packed or unpacked on the way.")
  private String encoding;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time to live, as 30s, 12h or 7d (default: the bucket's).")
  private Duration ttl;

  @Mixin private WriteFlags write;

  @Override
  int run(AittaClient client) throws IOException {
    if (text != null && file != null) {
      throw wrong("VALUE and --file don't go together: give one of them");
    }
    Value value = new Value(bytes(), type(), encoding);
    printer(OutputFormat.TABLE)
        .print(Versions.of(client.put(key.of(this), value, write.options(ttl))));
    return ExitCodes.OK;
  }

  private String type() {
    if (type != null) {
      return type;
    }
    return text == null ? Value.OCTET_STREAM : Value.text("").contentType();
  }

  private byte[] bytes() throws IOException {
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    boolean standard = file == null || file.toString().equals("-");
    try (InputStream in = standard ? console().in() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw wrong("a value has at most 16 MiB");
      }
      return bytes;
    }
  }
}
