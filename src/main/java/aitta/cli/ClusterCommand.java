package aitta.cli;

import aitta.cli.local.ChildJvm;
import aitta.cli.local.ClusterPlan;
import aitta.cli.local.Heap;
import aitta.cli.local.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code aitta cluster}: some nodes on this machine, each a process of its own, to try Aitta with.
 */
@Command(
    name = "cluster",
    description = {
      "Start some nodes on this machine, each in its own process, on loopback.",
      "Ctrl-C stops them all; the same command again goes on with the data."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class ClusterCommand implements Callable<Integer> {
  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many, 1 to 9 (default: ${DEFAULT-VALUE}). They are called n1, n2, ...")
  private int nodes;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "512m",
      description = "Heap of each node, such as 512m or 2g (default: ${DEFAULT-VALUE}).")
  private String heap;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "HTTP port of n1; the others have the next ones (default: ${DEFAULT-VALUE}).")
  private int httpPort;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7600",
      description = "Peer port of n1; the others have the next ones (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/cluster",
      description = "Data and log of each node, in DIR/n1 and so on (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ClusterPlan plan;
    ChildJvm jvm;
    try {
      plan = new ClusterPlan(nodes, port, httpPort, data.toAbsolutePath().normalize());
      jvm = ChildJvm.likeThisOne(Heap.parse(heap));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    plan = plan.under(System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "Aitta " + AittaCommand.Version.number() + ", heap " + heap + " a node, data in " + data);
    return new LocalCluster(plan, jvm::command, out).run();
  }
}
