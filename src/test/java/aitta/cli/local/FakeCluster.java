package aitta.cli.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The verb {@code cluster} with {@link FakeNode}s, to be run and killed in a process of its own.
 */
final class FakeCluster {
  private FakeCluster() {}

  /**
   * @param args nodes, first peer port, first HTTP port, folder, then what is told to the nodes
   */
  public static void main(String[] args) throws InterruptedException {
    ClusterPlan plan =
        new ClusterPlan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Path.of(args[3]));
    List<String> orders = Arrays.asList(args).subList(4, args.length);
    System.exit(
        new LocalCluster(
                plan,
                node -> java(FakeNode.class, orders),
                new PrintWriter(System.out, true),
                Duration.ofSeconds(1))
            .run());
  }

  static List<String> java(Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    return command;
  }
}
