package aitta.cli.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node is started in a Java process of its own.
 *
 * @param java the executable
 * @param program what to run: {@code -jar …}, or a class path and the main class
 */
public record ChildJvm(Path java, List<String> program, Heap heap) {
  public ChildJvm {
    program = List.copyOf(program);
  }

  /** The Java that runs this process, and the classes that it was started with. */
  public static ChildJvm likeThisOne(Heap heap) {
    String classPath = System.getProperty("java.class.path");
    boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    return new ChildJvm(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        jar ? List.of("-jar", classPath) : List.of("-cp", classPath, "aitta.Main"),
        heap);
  }

  /** The command line of one node. */
  public List<String> command(NodePlan node) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(heap.flags());
    command.addAll(options());
    command.add("-XX:ErrorFile=" + node.data().resolve("hs_err_%p.log"));
    command.addAll(program);
    command.add("node");
    command.add("--die-with-parent");
    return command;
  }

  /** Those of {@code conf/jvm.options}. */
  private static List<String> options() {
    try (InputStream file = ChildJvm.class.getResourceAsStream("/jvm.options")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
