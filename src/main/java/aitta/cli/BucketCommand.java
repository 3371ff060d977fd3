package aitta.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code aitta bucket}: buckets and their properties. */
@Command(
    name = "bucket",
    description = "Buckets: list them, show, change and reset their properties, delete their keys.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    subcommands = {
      BucketListCommand.class,
      BucketGetCommand.class,
      BucketSetCommand.class,
      BucketResetCommand.class,
      BucketDeleteKeysCommand.class
    })
final class BucketCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what about buckets? list, get, set, reset or delete-keys");
  }
}
