package aitta.cli.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Starts the nodes of a plan, waits until all are ready, watches them, and stops them when this
 * process is told to end.
 */
public final class LocalCluster {
  private static final long POLL_MILLIS = 250;

  /** As long as a node may take for SIGTERM. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final ClusterPlan plan;
  private final Function<NodePlan, List<String>> command;
  private final Announcer announcer;
  private final Duration stopTimeout;
  private final ReadyProbe probe;

  /** Bounded by the number of nodes: each ends once. */
  private final BlockingQueue<ChildNode> exits = new LinkedBlockingQueue<>();

  private final List<ChildNode> children = new ArrayList<>();
  private boolean stopping;

  /**
   * @param command the command line of a node
   * @param out where the progress is told
   */
  public LocalCluster(ClusterPlan plan, Function<NodePlan, List<String>> command, PrintWriter out) {
    this(plan, command, out, STOP_TIMEOUT);
  }

  LocalCluster(
      ClusterPlan plan,
      Function<NodePlan, List<String>> command,
      PrintWriter out,
      Duration stopTimeout) {
    this.plan = plan;
    this.stopTimeout = stopTimeout;
    this.command = command;
    this.announcer = new Announcer(plan, out);
    this.probe = new ReadyProbe(plan.authorities());
  }

  /**
   * Blocks until all nodes have ended, or one of them before all were ready.
   *
   * @return 1; 0 if this process was told to end
   * @throws CannotStartException if a port is in use, or a folder or process cannot be made
   */
  public int run() throws InterruptedException {
    FreePorts.check(plan);
    plan.leftOut().forEach(announcer::leftOut);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop-nodes"));
    try {
      plan.list().forEach(this::start);
      if (!awaitReady()) {
        return exitCode();
      }
      announcer.allReady(running());
      watch();
      return exitCode();
    } finally {
      stopAll();
    }
  }

  private synchronized void start(NodePlan node) {
    if (stopping) {
      return;
    }
    announcer.starting(node);
    try {
      Files.createDirectories(node.data());
      ProcessBuilder builder = new ProcessBuilder(command.apply(node));
      builder.environment().putAll(plan.environment(node));
      children.add(ChildNode.start(node, builder, line -> announcer.line(node, line), exits::add));
    } catch (IOException e) {
      throw new CannotStartException(node.id() + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** Whether all became ready; not if one ended before. */
  private boolean awaitReady() throws InterruptedException {
    List<NodePlan> waiting = new ArrayList<>(plan.list());
    while (!waiting.isEmpty()) {
      ChildNode ended = exits.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (ended != null) {
        if (!isStopping()) {
          announcer.endedEarly(ended);
        }
        return false;
      }
      List<Announcer.Waiting> reasons = new ArrayList<>();
      for (NodePlan node : List.copyOf(waiting)) {
        ReadyProbe.Answer answer = probe.ask(node);
        if (answer.ready()) {
          waiting.remove(node);
          announcer.ready(node);
        } else {
          reasons.add(new Announcer.Waiting(node.id(), answer.detail()));
        }
      }
      announcer.waiting(reasons);
    }
    return true;
  }

  /** Until the last one has ended. */
  private void watch() throws InterruptedException {
    for (int left = plan.nodes(); left > 0; left--) {
      ChildNode ended = exits.take();
      if (!isStopping()) {
        announcer.ended(ended, left - 1);
      }
    }
  }

  private synchronized List<ChildNode> running() {
    return List.copyOf(children);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private int exitCode() {
    return isStopping() ? 0 : 1;
  }

  /** All at once, so that the slowest decides how long it takes. Harmless when repeated. */
  private void stopAll() {
    List<ChildNode> alive;
    synchronized (this) {
      stopping = true;
      alive = children.stream().filter(ChildNode::isAlive).toList();
    }
    announcer.stopping(alive);
    alive.forEach(ChildNode::terminate);
    long deadline = System.nanoTime() + stopTimeout.toNanos();
    for (ChildNode child : alive) {
      try {
        if (!child.awaitExit(deadline - System.nanoTime())) {
          announcer.killing(child);
          child.kill();
        }
      } catch (InterruptedException e) {
        // Told to hurry: no node may be left behind.
        child.kill();
        Thread.currentThread().interrupt();
      }
    }
    announcer.stopped(alive);
  }
}
