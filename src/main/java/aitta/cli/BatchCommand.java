package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.BatchRequest;
import aitta.api.DurationText;
import aitta.api.Json;
import aitta.api.KeyText;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.client.AittaClient;
import aitta.client.BatchOperation;
import aitta.client.BatchOptions;
import aitta.client.BatchResult;
import aitta.client.ReadResult;
import aitta.client.Value;
import aitta.client.WriteOptions;
import aitta.model.Key;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta batch}: many operations, one a line. */
@Command(
    name = "batch",
    description = {
      "Do many operations, one a line of JSON as the API's /v1/batch takes them, for example",
      "  {\"op\":\"put\",\"bucket\":\"barn\",\"key\":\"rye\",\"value\":\"dHdlbHZl\"}",
      "Keys are percent-encoded, values base64. Results come in the same order, one a line.",
      "They are independent: exit code 1 says that at least one failed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BatchCommand extends ClientVerb {
  /** A request may have 16 MiB; base64 and names need room beside. */
  private static final long MOST_CHARACTERS = 8 * 1024 * 1024;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The operations; - or nothing is standard input.")
  private Path file;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "100",
      description = "Operations sent together, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--r", paramLabel = "N", description = "As of get.")
  private String r;

  @Option(names = "--w", paramLabel = "N", description = "As of put.")
  private String w;

  @Option(names = "--strict", description = "Only owners count.")
  private Boolean strict;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Within which the cluster has to answer, 1ms to 60s (default: 2s).")
  private Duration timeout;

  private boolean failed;
  private long done; // the last line whose operation was sent

  @Override
  int run(AittaClient client) throws IOException {
    if (size < 1 || size > 1000) {
      throw wrong("--size is 1 to 1000, not " + size);
    }
    Printer printer = printer(OutputFormat.TABLE);
    printer.begin(List.of("STATUS", "BUCKET", "KEY", "ETAG", "DETAIL"));
    boolean standard = file == null || file.toString().equals("-");
    try (InputStream in = standard ? console().in() : Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<BatchOperation> operations = new ArrayList<>(size);
      long characters = 0;
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        if (operations.size() == size || characters + line.length() > MOST_CHARACTERS) {
          send(client, operations, printer);
          done = number - 1;
          characters = 0;
        }
        operations.add(operation(line, number));
        characters += line.length();
      }
      send(client, operations, printer);
    } finally {
      if (done > 0) {
        printer.end(); // what was done is shown also where a later line is wrong
      }
    }
    printer.end();
    return failed ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private void send(AittaClient client, List<BatchOperation> operations, Printer printer) {
    BatchOptions options = new BatchOptions(r, w, strict, timeout);
    List<BatchResult> results = client.batch(operations, options);
    for (int i = 0; i < results.size(); i++) {
      print(operations.get(i).key(), results.get(i), printer);
    }
    operations.clear();
  }

  private BatchOperation operation(String line, long number) {
    try {
      BatchRequest.Operation read = Json.MAPPER.readValue(line, BatchRequest.Operation.class);
      if (read.op() == null || read.bucket() == null || read.key() == null) {
        throw new IllegalArgumentException("op, bucket and key must be there");
      }
      if (read.op().equals("put") && read.value() == null) {
        throw new IllegalArgumentException("a put has a value, in base64");
      }
      Key key = new Key(read.bucket(), KeyText.decode(read.key()));
      switch (read.op()) {
        case "get":
          return BatchOperation.get(key);
        case "delete":
          return new BatchOperation.Delete(key, options(read));
        case "put":
          String type = read.contentType() == null ? Value.OCTET_STREAM : read.contentType();
          Value value = new Value(read.value(), type, read.contentEncoding());
          return new BatchOperation.Put(key, value, options(read));
        default:
          throw new IllegalArgumentException("op is get, put or delete, not " + read.op());
      }
    } catch (IOException | RuntimeException e) {
      String why =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      String before = done == 0 ? "nothing was done" : "those to line " + done + " were sent";
      throw wrong("line " + number + " is no operation: " + why + "; " + before);
    }
  }

  private static WriteOptions options(BatchRequest.Operation read) {
    WriteOptions options = WriteOptions.DEFAULT;
    if (read.ttl() != null) {
      options = options.ttl(DurationText.parse(read.ttl()));
    }
    if (read.context() != null) {
      boolean nothing = read.context().isEmpty() || read.context().equals("none");
      return nothing ? options.beside() : options.after(read.context());
    }
    if (read.ifNoneMatch() != null) {
      return options.ifAbsent();
    }
    if (read.ifMatch() == null) {
      return options;
    }
    String[] tags = read.ifMatch().replace("\"", "").split(", *");
    return options.ifMatch(tags[0].equals("*") ? new String[0] : tags);
  }

  private void print(Key key, BatchResult result, Printer printer) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("bucket", key.bucket()).put("key", key.encodedName());
    int status;
    String etag = null;
    String detail = null;
    if (result instanceof BatchResult.Done done) {
      status = 204;
      etag = done.written().etag();
      json.setAll((ObjectNode) Versions.of(done.written()).document());
    } else if (result instanceof BatchResult.Read read) {
      status = status(read.result());
      etag = read.result() instanceof ReadResult.Found found ? found.version().etag() : null;
      detail = status == 300 ? read.result().values().size() + " live versions" : null;
      json.setAll((ObjectNode) Versions.of(read.result()).document());
    } else {
      BatchResult.Failed refused = (BatchResult.Failed) result;
      failed = true;
      status = refused.problem().status();
      detail = refused.problem().getMessage();
      json.set("problem", Json.MAPPER.valueToTree(refused.problem().problem()));
    }
    printer.entry(
        row(status, key.bucket(), key.encodedName(), etag, detail), json.put("status", status));
  }

  private static int status(ReadResult result) {
    if (result instanceof ReadResult.Found) {
      return 200;
    }
    return result instanceof ReadResult.Siblings ? 300 : 404;
  }
}
