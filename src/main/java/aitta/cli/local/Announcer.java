package aitta.cli.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person at the console is told about a local cluster. Callable from any thread. */
final class Announcer {
  /** A node and why it is not ready. */
  record Waiting(String node, String reason) {}

  /** A reason that does not change is repeated after so long, to show that somebody still waits. */
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private static final int LOG_LINES = 10;

  private final ClusterPlan plan;
  private final PrintWriter out;
  private final long started = System.nanoTime();
  private String lastWaiting = "";
  private long lastWaitingAt;

  Announcer(ClusterPlan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  void starting(NodePlan node) {
    say("starting " + node.id() + " ...");
  }

  /** A folder beside those of the plan: an earlier run had more nodes. */
  void leftOut(Path folder) {
    say("note: " + folder + " holds a node that is not started now; the others will miss it");
  }

  void ready(NodePlan node) {
    say(node.id() + " is ready: " + node.http());
  }

  /** Nodes with the same reason share an entry; what was said just now is not said again. */
  synchronized void waiting(List<Waiting> nodes) {
    Map<String, List<String>> byReason =
        nodes.stream()
            .collect(
                Collectors.groupingBy(
                    Waiting::reason,
                    LinkedHashMap::new,
                    Collectors.mapping(Waiting::node, Collectors.toList())));
    String text =
        byReason.entrySet().stream()
            .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("; ", "waiting for ", ""));
    long now = System.nanoTime();
    boolean due = now - lastWaitingAt >= REPEAT.toNanos();
    if (!nodes.isEmpty() && (due || !text.equals(lastWaiting))) {
      say(text);
      lastWaiting = text;
      lastWaitingAt = now;
    }
  }

  /** Where the nodes are, and what to try. */
  void allReady(List<ChildNode> children) {
    double seconds = (System.nanoTime() - started) / 1e9;
    say(String.format("All %d nodes are ready after %.1f s.%n", children.size(), seconds));
    String row = "  %-4s  %-7s  %-22s  %-15s  %s";
    say(String.format(row, "node", "process", "HTTP", "peers", "log"));
    for (ChildNode child : children) {
      NodePlan node = child.plan();
      say(
          String.format(
              row, node.id(), child.pid(), node.http(), node.peerAddress(), node.logFile()));
    }
    NodePlan first = children.get(0).plan();
    NodePlan last = children.get(children.size() - 1).plan();
    String path = "/v1/buckets/barn/keys/rye";
    say(
        String.format(
            "%nWrite through one node, read through another:%n"
                + "  curl -i%s -X PUT -H 'Content-Type: text/plain' --data-binary 'twelve sacks' %s%n"
                + "  curl -i%s %s%n"
                + "%nCtrl-C stops all nodes; the same command again goes on with the data.%n",
            credentials(), first.http() + path, credentials(), last.http() + path));
  }

  /** What curl needs beside the address. */
  private String credentials() {
    return (plan.authorities() == null ? "" : " --cacert " + plan.authorities())
        + (plan.asksForTokens() ? " -H \"Authorization: Bearer $AITTA_TOKEN\"" : "");
  }

  /** A line that a node printed itself. */
  void line(NodePlan node, String line) {
    say(node.id() + " | " + line);
  }

  void endedEarly(ChildNode child) {
    death(child);
    say("stopping the others: not all nodes were ready");
  }

  void ended(ChildNode child, int left) {
    if (child.exitCode() == 0) {
      say(child.plan().id() + " has stopped in order (exit code 0)");
    } else {
      death(child);
    }
    say(
        left == 0
            ? "no node is left"
            : "the other " + left + " go on; Ctrl-C and the same command again bring all back");
  }

  void stopping(List<ChildNode> nodes) {
    if (!nodes.isEmpty()) {
      say("stopping " + names(nodes) + " ...");
    }
  }

  void killing(ChildNode child) {
    say(child.plan().id() + " has not stopped in time and is killed");
  }

  void stopped(List<ChildNode> nodes) {
    if (!nodes.isEmpty()) {
      say("stopped " + names(nodes));
    }
  }

  private void death(ChildNode child) {
    int code = child.exitCode();
    String how = code > 128 ? " (signal " + (code - 128) + ")" : "";
    say(child.plan().id() + " has ended with exit code " + code + how + "; its last lines:");
    lastLines(child).forEach(line -> say("    " + line));
    say("  more in " + child.plan().logFile());
  }

  /** From its log if it came that far, else what it printed. */
  private static List<String> lastLines(ChildNode child) {
    try {
      Path log = child.plan().logFile();
      if (Files.exists(log)
          && Files.getLastModifiedTime(log).toInstant().isAfter(child.startedAt())) {
        return LogTail.of(log, LOG_LINES);
      }
    } catch (IOException e) {
      return List.of("(its log cannot be read: " + e.getMessage() + ")");
    }
    return child.lastLines().isEmpty() ? List.of("(it has said nothing)") : child.lastLines();
  }

  private static String names(List<ChildNode> nodes) {
    return nodes.stream().map(child -> child.plan().id()).collect(Collectors.joining(", "));
  }

  private synchronized void say(String text) {
    out.println(text);
    out.flush();
  }
}
