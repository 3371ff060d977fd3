package aitta.cli;

import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aitta bucket reset}. */
@Command(
    name = "reset",
    description = "Give a bucket the default properties again. Its keys stay.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketResetCommand extends ClientVerb {
  @Parameters(paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Override
  int run(AittaClient client) {
    client.buckets().reset(legal(bucket));
    return ExitCodes.OK;
  }
}
