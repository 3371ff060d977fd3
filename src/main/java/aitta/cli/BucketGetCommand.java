package aitta.cli;

import aitta.cli.output.OutputFormat;
import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aitta bucket get}. */
@Command(
    name = "get",
    description = "Show the properties of a bucket: the defaults, if it was never used.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketGetCommand extends ClientVerb {
  @Parameters(paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Override
  int run(AittaClient client) {
    printer(OutputFormat.TABLE).print(BucketReports.of(client.buckets().properties(legal(bucket))));
    return ExitCodes.OK;
  }
}
