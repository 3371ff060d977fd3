package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import aitta.client.BucketChange;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aitta bucket set}. */
@Command(
    name = "set",
    description = {
      "Change properties of a bucket and show all of them. The cluster judges names and values:",
      "  r, w: a number, one, quorum or all    strict: true or false",
      "  conflicts: siblings or latest         ttl: a time, or none"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketSetCommand extends ClientVerb {
  private static final Set<String> LEVELS = Set.of("r", "w");

  @Parameters(index = "0", paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "PROPERTY=VALUE",
      description = "As in: conflicts=latest w=all ttl=30d")
  private List<String> changes;

  @Override
  int run(AittaClient client) {
    BucketChange change = BucketChange.nothing();
    for (String text : changes) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw wrong("'" + text + "' is no change; one looks like conflicts=latest");
      }
      String name = text.substring(0, equals);
      change = change.with(name, value(name, text.substring(equals + 1)));
    }
    printer(OutputFormat.TABLE)
        .print(BucketReports.of(client.buckets().change(legal(bucket), change)));
    return ExitCodes.OK;
  }

  private static Object value(String name, String text) {
    if (LEVELS.contains(name) && text.matches("[0-9]{1,4}")) {
      return Integer.valueOf(text);
    }
    if (name.equals("ttl") && text.equals("none")) {
      return null;
    }
    boolean isFlag = name.equals("strict") && (text.equals("true") || text.equals("false"));
    return isFlag ? (Object) Boolean.valueOf(text) : text;
  }
}
