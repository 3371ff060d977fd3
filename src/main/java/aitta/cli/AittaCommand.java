package aitta.cli;

import aitta.backup.BackupDamagedException;
import aitta.cli.local.CannotStartException;
import aitta.cli.output.Console;
import aitta.cli.transfer.TransferException;
import aitta.client.AittaException;
import aitta.config.InvalidSettingException;
import aitta.storage.StorageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root of all verbs. */
@Command(
    name = "aitta",
    description =
        "A distributed key-value store: no master, always writable, conflicts kept and shown.",
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all well",
      "1:it failed",
      "2:called wrongly, or a setting cannot be right",
      "3:nothing is there",
      "4:there are several versions",
      "5:a condition did not hold; nothing was done",
      "6:no answer, no quorum, or too much load: it may work later",
      "7:credentials are missing or don't reach"
    },
    subcommands = {
      GetCommand.class,
      PutCommand.class,
      DeleteCommand.class,
      TouchCommand.class,
      ListCommand.class,
      BatchCommand.class,
      BucketCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ExplainCommand.class,
      LocateCommand.class,
      StatusCommand.class,
      RingCommand.class,
      RepairCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      LeaveCommand.class,
      RemoveCommand.class,
      NodeCommand.class,
      ClusterCommand.class,
      LoadCommand.class,
      TokenCommand.class,
      CompletionCommand.class
    })
public final class AittaCommand implements Runnable {
  @Spec private CommandSpec spec;
  private final Console console;

  private AittaCommand(Console console) {
    this.console = console;
  }

  /** The whole command line, to be executed with the arguments of the process. */
  public static CommandLine commandLine() {
    return commandLine(Console.ofProcess());
  }

  /** The same with other streams for what verbs read and print. */
  static CommandLine commandLine(Console console) {
    return new CommandLine(new AittaCommand(console))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(AittaCommand::onWrongUse)
        .setExecutionExceptionHandler(AittaCommand::onException);
  }

  Console console() {
    return console;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb; to try Aitta: cluster --nodes 3");
  }

  /** A line and where to read on: the whole usage would push the complaint off the screen. */
  private static int onWrongUse(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    command.getErr().println("aitta: " + exception.getMessage());
    command.getErr().println("More with: " + command.getCommandSpec().qualifiedName() + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** What the user can mend is said in a line; anything else is a defect, shown with its trace. */
  private static int onException(Exception exception, CommandLine command, ParseResult parsed)
      throws Exception {
    if (exception instanceof InvalidSettingException) {
      command.getErr().println("aitta: " + exception.getMessage());
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    if (exception instanceof TransferException failure) {
      command.getErr().println("aitta: " + failure.getMessage());
      return ExitCodes.of(failure.reason());
    }
    if (exception instanceof AittaException failure) {
      String open = failure.mayHaveTakenEffect() ? " (it may have taken effect all the same)" : "";
      command.getErr().println("aitta: " + failure.getMessage() + open);
      return ExitCodes.of(failure);
    }
    if (exception instanceof IOException) {
      command.getErr().println("aitta: " + said((IOException) exception));
      return ExitCodes.FAILED;
    }
    if (exception instanceof StorageException) {
      command.getErr().println("aitta: " + exception.getMessage());
      return ExitCodes.FAILED;
    }
    if (exception instanceof CannotStartException) {
      command.getErr().println("aitta: " + exception.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw exception;
  }

  private static String said(IOException failure) {
    String what = failure.getMessage() == null ? "" : failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return "there is no file " + what;
    }
    // Our own say all of it, and so does the plain one; of others the name is half of what they
    // say.
    boolean whole =
        failure.getClass() == IOException.class || failure instanceof BackupDamagedException;
    return whole ? what : failure.getClass().getSimpleName().replace("Exception", "") + ": " + what;
  }

  /** From the jar's manifest. */
  static final class Version implements IVersionProvider {
    static String number() {
      return Optional.ofNullable(AittaCommand.class.getPackage().getImplementationVersion())
          .orElse("(not packed)");
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        "Aitta " + number(), "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"
      };
    }
  }
}
