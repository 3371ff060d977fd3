package aitta.node;

import aitta.config.Settings;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.Peer;
import aitta.membership.Readiness;
import aitta.membership.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** A node without data plane in a thread of the test, with all waits shortened. */
final class TestNode implements AutoCloseable {
  private static final Times TIMES =
      new Times(100, 1500, 500, 1500, 500, 4000, 5000, 2000, 20_000, 500);

  private static final String PEKKO =
      """
      pekko.cluster {
        seed-node-timeout = 500ms
        retry-unsuccessful-join-after = 300ms
        allow-weakly-up-members = 500ms
        periodic-tasks-initial-delay = 50ms
        gossip-interval = 100ms
        leader-actions-interval = 100ms
        unreachable-nodes-reaper-interval = 100ms
        failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1500ms,
          expected-response-after = 200ms }
        distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 50ms }
      }
      pekko.loglevel = INFO
      """;

  private final Map<String, String> environment = new HashMap<>();
  private final Path home;
  private NodeLoop loop;
  private volatile ActorSystem<?> system;
  private CompletableFuture<Ending.Exit> exit;

  TestNode(Path home, String id, int port, String seeds) {
    this.home = home;
    environment.put("AITTA_NODE_ID", id);
    environment.put("AITTA_PORT", Integer.toString(port));
    environment.put("AITTA_HTTP_PORT", Integer.toString(port == 8080 ? 8081 : 8080));
    environment.put("AITTA_SEEDS", seeds);
    environment.put("AITTA_DATA_DIR", home.resolve("data-" + id).toString());
    environment.put("AITTA_CLUSTER", "test");
  }

  TestNode with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Begins its life; it may be started again after it has ended. */
  TestNode start() {
    Settings settings = settings();
    exit = new CompletableFuture<>();
    CompletableFuture<NodeLoop> made = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (DataDirectory directory =
                  DataDirectory.open(
                      settings.node().dataDir(), settings.node().id(), settings.cluster().name())) {
                NodeLoop one =
                    new NodeLoop(
                        settings,
                        directory,
                        new Parts((s, d) -> new SystemKept(), (s, d) -> NOTHING, Optional.empty()),
                        TIMES);
                made.complete(one);
                exit.complete(one.run());
              } catch (IOException | RuntimeException e) {
                made.completeExceptionally(e);
                exit.complete(new Ending.Exit(1, String.valueOf(e.getMessage())));
              }
            },
            "node-" + settings.node().id());
    thread.start();
    loop = made.join();
    return this;
  }

  private Settings settings() {
    try {
      Files.createDirectories(home);
      Path file = home.resolve("pekko.conf");
      Files.writeString(file, PEKKO);
      return Settings.load(Optional.of(file), environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isReady() {
    return readiness().ready();
  }

  Readiness readiness() {
    return loop.context()
        .map(context -> context.readiness().get())
        .orElse(Readiness.not("not yet made"));
  }

  ClusterView view() {
    return context().view().get();
  }

  NodeContext context() {
    return loop.context().orElseThrow();
  }

  /** The actor system that it lives in at the moment. */
  ActorSystem<?> system() {
    return system;
  }

  int port() {
    return loop.port();
  }

  boolean hasEnded() {
    return exit.isDone();
  }

  /** How it ended; waits for it. */
  Ending.Exit exit() {
    return exit.orTimeout(20, TimeUnit.SECONDS).join();
  }

  boolean isAlive() {
    return loop != null && !exit.isDone();
  }

  /** Ids of the nodes that it would talk to, in order. */
  List<String> reachable() {
    return view().peers().values().stream()
        .filter(Peer::reachable)
        .map(peer -> peer.id().value())
        .sorted()
        .toList();
  }

  String ring() {
    return view().ring().orElseThrow().id();
  }

  void askToEnd() {
    if (loop != null) {
      loop.stop("end of test");
    }
  }

  /** Ends it in order. */
  void stop() {
    askToEnd();
    if (loop != null) {
      exit.join();
    }
  }

  /** Ends it without a word to its peers, as a crash does. */
  void crash() {
    loop.crash();
    exit.join();
  }

  /** Empties the data directory, as if the disk had been replaced. */
  void wipe() {
    Path directory = settings().node().dataDir();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return environment.get("AITTA_NODE_ID");
  }

  static final Part NOTHING = new Nothing();

  private static class Nothing implements Part {
    @Override
    public CompletionStage<Done> start(ActorContext<?> guardian, NodeContext context) {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> stop() {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public void close() {}
  }

  private final class SystemKept extends Nothing {
    @Override
    public CompletionStage<Done> start(ActorContext<?> guardian, NodeContext context) {
      system = guardian.getSystem();
      return super.start(guardian, context);
    }
  }
}
