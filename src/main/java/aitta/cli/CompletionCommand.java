package aitta.cli;

import aitta.cli.output.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aitta completion}: what a shell needs to complete verbs and flags. */
@Command(
    name = "completion",
    description = {
      "Print what bash or zsh needs to complete verbs and flags:",
      "  alias aitta='java -jar /path/to/aitta.jar'",
      "  source <(aitta completion)"
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class)
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = ((AittaCommand) spec.root().userObject()).console();
    console.out().print(AutoComplete.bash("aitta", spec.root().commandLine()));
    console.out().flush();
    return ExitCodes.OK;
  }
}
