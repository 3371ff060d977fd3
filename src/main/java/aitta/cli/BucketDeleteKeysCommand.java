package aitta.cli;

import aitta.client.AittaClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aitta bucket delete-keys}. */
@Command(
    name = "delete-keys",
    description = {
      "Begin to delete the keys of a bucket that begin so, in the background.",
      "All of them only with --all: what is deleted does not come back."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class BucketDeleteKeysCommand extends ClientVerb {
  @Parameters(paramLabel = "BUCKET", description = "The bucket.")
  private String bucket;

  @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin so.")
  private String prefix;

  @Option(names = "--all", description = "All keys.")
  private boolean all;

  @Mixin private KeyNames names;

  @Override
  int run(AittaClient client) {
    if (all == (prefix != null)) {
      throw wrong("say which keys: either --prefix KEY or --all");
    }
    byte[] begin = all ? null : names.typed(prefix, this);
    String place = client.buckets().deleteKeys(legal(bucket), begin);
    say("begun" + (place == null ? "" : "; its progress: " + place));
    return ExitCodes.OK;
  }
}
