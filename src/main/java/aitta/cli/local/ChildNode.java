package aitta.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running node, seen from its parent. What it prints is handed on line by line. */
final class ChildNode {
  private static final int LINES_KEPT = 20;

  private final NodePlan plan;
  private final Process process;
  private final Instant startedAt = Instant.now();
  private final Thread reader;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private ChildNode(NodePlan plan, Process process, Consumer<String> lines) {
    this.plan = plan;
    this.process = process;
    this.reader = new Thread(() -> read(lines), plan.id() + "-output");
    reader.setDaemon(true);
  }

  /**
   * @param lines takes each line that the node prints, on a thread of its own
   * @param exited is told once the process has ended and all that it printed was read
   */
  static ChildNode start(
      NodePlan plan, ProcessBuilder builder, Consumer<String> lines, Consumer<ChildNode> exited)
      throws IOException {
    // Standard input stays a pipe that nobody writes to: it ends when this process does.
    Process process = builder.redirectErrorStream(true).start();
    ChildNode child = new ChildNode(plan, process, lines);
    child.reader.start();
    process.onExit().thenRun(() -> child.awaitOutput(exited));
    return child;
  }

  NodePlan plan() {
    return plan;
  }

  long pid() {
    return process.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Only of one that has ended; 128 + n if signal n ended it. */
  int exitCode() {
    return process.exitValue();
  }

  /** The last lines that it printed, warnings and worse as a rule. */
  List<String> lastLines() {
    synchronized (lastLines) {
      return List.copyOf(lastLines);
    }
  }

  /**
   * SIGTERM. Through the handle: {@link Process#destroy()} would also cut off what it still says.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /**
   * @return whether it has ended by then
   */
  boolean awaitExit(long nanos) throws InterruptedException {
    return process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        keep(line);
        lines.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("output of " + plan.id(), e);
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  private void awaitOutput(Consumer<ChildNode> exited) {
    try {
      // A grandchild may hold the pipe open: the exit is told all the same.
      reader.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exited.accept(this);
  }
}
