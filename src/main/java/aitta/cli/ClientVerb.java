package aitta.cli;

import aitta.cli.output.Console;
import aitta.cli.output.OutputFormat;
import aitta.cli.output.Printer;
import aitta.client.AittaClient;
import aitta.model.Key;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that asks a cluster: has a client while it runs, and an output form. */
abstract class ClientVerb implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table (for people), json, or raw (for shells): ${COMPLETION-CANDIDATES}.")
  private OutputFormat format;

  @Spec private CommandSpec spec;

  /**
   * @return the exit code
   */
  abstract int run(AittaClient client) throws Exception;

  /** Whether so many requests follow that it pays to learn the ring first. */
  boolean asksMuch() {
    return false;
  }

  @Override
  public final Integer call() throws Exception {
    AittaClient client;
    try {
      client = connection.open(asksMuch());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    try (client) {
      int code = run(client);
      IOException failure = console().failure();
      if (failure != null && !Console.isLeft(failure)) {
        throw failure; // what was asked for is not where it was to go
      }
      return code;
    } finally {
      console().out().flush();
    }
  }

  final Printer printer(OutputFormat otherwise) {
    return new Printer(format(otherwise), console().out());
  }

  final OutputFormat format(OutputFormat otherwise) {
    return format == null ? otherwise : format;
  }

  final Console console() {
    return ((AittaCommand) spec.root().userObject()).console();
  }

  /** The complaint about a call that can't be right. */
  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The name, if it can be a bucket's. */
  final String legal(String bucket) {
    if (!Key.isLegalBucket(bucket)) {
      throw wrong(
          "bucket '"
              + bucket
              + "' must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not start with a dot");
    }
    return bucket;
  }

  final void say(String text) {
    console().err().println(text);
  }
}
