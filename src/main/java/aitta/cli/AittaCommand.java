package aitta.cli;

import aitta.cli.local.CannotStartException;
import aitta.config.InvalidSettingException;
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
    exitCodeList = {"0:all well", "1:it failed", "2:called wrongly, or a setting cannot be right"},
    subcommands = {NodeCommand.class, ClusterCommand.class, LoadCommand.class})
public final class AittaCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The whole command line, to be executed with the arguments of the process. */
  public static CommandLine commandLine() {
    return new CommandLine(new AittaCommand())
        .setParameterExceptionHandler(AittaCommand::onWrongUse)
        .setExecutionExceptionHandler(AittaCommand::onException);
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
    if (exception instanceof CannotStartException) {
      command.getErr().println("aitta: " + exception.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    }
    throw exception;
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
