package aitta.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;

/** Prints the ends of the nodes' logs when a test, or what prepares it, fails. */
final class ShowLogs
    implements BeforeAllCallback,
        AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler {
  private static final int LINES = 60;
  private static final List<TestNode> NODES = new ArrayList<>();

  static synchronized void remember(TestNode node) {
    if (!NODES.contains(node)) {
      NODES.add(node);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forgetEnded();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context.getExecutionException().ifPresent(failure -> print(context.getDisplayName()));
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    print(context.getDisplayName());
    throw failure;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    print(context.getDisplayName());
    throw failure;
  }

  /** Nodes of earlier classes; those that still run are shared with the classes to come. */
  private static synchronized void forgetEnded() {
    NODES.removeIf(node -> !node.isRunning());
  }

  /** Prints the end of each node's log under the name of what failed. */
  static synchronized void print(String test) {
    for (TestNode node : NODES) {
      System.out.printf(
          "%n--- %s failed; %s is %s; the end of %s:%n%s%n",
          test, node, node.isRunning() ? "running" : "ended", node.log(), tail(node.log()));
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }
}
