package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.Json;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.client.AittaClient;
import aitta.client.ListOptions;
import aitta.client.ListOptions.Include;
import aitta.client.ListedKey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta list}: the keys of a bucket. */
@Command(
    name = "list",
    description = {
      "List the keys of a bucket in byte order, in constant memory.",
      "It may lag writes by a few seconds. --output json prints a document a line."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class ListCommand extends ClientVerb {
  private static final int PAGE = 1000;

  @Parameters(paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin so.")
  private String prefix;

  @Option(names = "--after", paramLabel = "KEY", description = "Only keys behind this one.")
  private String after;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many keys (default: all).")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = {"-l", "--long"},
      description = "With size, type, times and ETag; siblings on a line each.")
  private boolean isLong;

  @Mixin private KeyNames names;

  @Override
  int run(AittaClient client) {
    if (limit < 1) {
      throw wrong("--limit is 1 or more, not " + limit);
    }
    ListOptions options =
        new ListOptions(
            names.typed(prefix, this),
            names.typed(after, this),
            isLong ? Include.META : Include.KEYS,
            (int) Math.max(1, Math.min(limit, PAGE)),
            null);
    Printer printer = printer(OutputFormat.TABLE);
    printer.begin(
        isLong ? List.of("KEY", "SIZE", "TYPE", "MODIFIED", "EXPIRES", "ETAG") : List.of("KEY"));
    try (Stream<ListedKey> keys = client.buckets().keys(legal(bucket), options)) {
      Iterator<ListedKey> iterator = keys.iterator();
      for (long i = 0; i < limit && iterator.hasNext(); i++) {
        print(printer, iterator.next());
        if (i % PAGE == 0 && console().isClosed()) {
          return ExitCodes.OK; // nobody reads on
        }
      }
    }
    printer.end();
    return ExitCodes.OK;
  }

  private void print(Printer printer, ListedKey listed) {
    ObjectNode json = null;
    if (printer.format() == OutputFormat.JSON) {
      json = Json.MAPPER.createObjectNode().put("key", listed.key().encodedName());
      if (listed.size() != null) {
        json.put("size", listed.size());
      }
      for (ListedKey.Listed version : listed.versions()) {
        json.withArray("versions").add(document(version));
      }
    }
    String key = names.shown(listed.key());
    if (!isLong || json != null) {
      printer.entry(row(key), json);
      return;
    }
    for (ListedKey.Listed version : listed.versions()) {
      boolean deleted = Boolean.TRUE.equals(version.deleted());
      printer.entry(
          row(
              key,
              deleted ? "deleted" : version.size(),
              version.contentType(),
              version.lastModified(),
              version.expires(),
              version.etag()),
          null);
    }
  }

  private static ObjectNode document(ListedKey.Listed version) {
    ObjectNode json = Json.MAPPER.valueToTree(version);
    json.properties().removeIf(field -> field.getValue().isNull());
    return json;
  }
}
