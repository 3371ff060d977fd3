package aitta;

import aitta.cli.AittaCommand;

/** Where the process starts. The verbs return an exit code; here alone the process ends by it. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(AittaCommand.commandLine().execute(args));
  }
}
