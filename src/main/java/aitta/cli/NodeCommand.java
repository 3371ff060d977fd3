package aitta.cli;

import aitta.cli.local.ParentWatch;
import aitta.config.Settings;
import aitta.credentials.Credentials;
import aitta.node.NodeProcess;
import aitta.node.Parts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aitta node}: one node, in this process, until it is stopped. */
@Command(
    name = "node",
    description = {
      "Start one node.",
      "Settings: environment variables (AITTA_NODE_ID, AITTA_PORT, AITTA_HTTP_PORT, AITTA_SEEDS, ...)"
          + " win over FILE, FILE over the defaults; conf/aitta.conf explains them all."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class)
final class NodeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings that differ from the defaults, in HOCON.")
  private Path config;

  // For "cluster" alone: a node must not outlive the command that it belongs to.
  @Option(names = "--die-with-parent", hidden = true)
  private boolean diesWithParent;

  @Override
  public Integer call() {
    if (diesWithParent) {
      ParentWatch.start(System.in);
    }
    Settings settings = Settings.load(Optional.ofNullable(config), System.getenv());
    settings.log().systemProperties().forEach(System::setProperty);
    try (Credentials credentials = Credentials.open(settings.security())) {
      return NodeProcess.run(settings, Parts.all(credentials));
    }
  }
}
