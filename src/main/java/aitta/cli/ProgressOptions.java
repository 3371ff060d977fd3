package aitta.cli;

import aitta.cli.output.Console;
import aitta.cli.output.ProgressBar;
import aitta.cli.output.ProgressBar.Style;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How progress is told. */
final class ProgressOptions {
  private enum Choice {
    AUTO,
    BAR,
    PLAIN,
    NONE
  }

  @Option(
      names = "--progress",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "bar, plain (a line now and then), none, or auto: a bar on a terminal, else plain"
              + " (default: ${DEFAULT-VALUE}).")
  private Choice choice;

  ProgressBar bar(Console console, String what, String unit) {
    Style style =
        choice == Choice.AUTO
            ? console.isTerminal() ? Style.BAR : Style.PLAIN
            : Style.valueOf(choice.name().toUpperCase(Locale.ROOT));
    return new ProgressBar(console.err(), style, what, unit, System::nanoTime);
  }
}
