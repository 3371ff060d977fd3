package aitta.node;

import aitta.config.Settings;
import aitta.membership.Addresses;
import aitta.membership.Beginning;
import aitta.membership.Compat;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.Facts;
import aitta.membership.Self;
import aitta.membership.Times;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.storage.StorageException;
import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a node: one actor system after another on the same data, until one ends for good. A
 * node that its peers removed, that has to come from another port, or whose cluster gives itself up
 * for another, starts anew this way, and the process goes on.
 */
public final class NodeLoop {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);
  private static final Duration TERMINATES = Duration.ofMillis(1500);
  private static final Duration PORT_IS_FREED = Duration.ofSeconds(5);

  /** Between two actor systems there is time; the end of a process has a limit. */
  private static final Duration TERMINATES_BEFORE_NEXT = Duration.ofSeconds(20);

  /** So many actor systems that ended within a minute each are a defect that waiting won't cure. */
  private static final int MAX_SHORT_LIVES = 10;

  private static final Duration SHORT_LIFE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Settings settings;
  private final DataDirectory directory;
  private final Parts parts;
  private final Times times;
  private final CompletableFuture<Ending> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile Optional<NodeContext> context = Optional.empty();
  private volatile int port;
  private volatile boolean crashed;
  private boolean isFirst = true;
  private Beginning beginning = Beginning.now();

  /**
   * @param directory opened for this node; whoever opened it closes it
   */
  public NodeLoop(Settings settings, DataDirectory directory, Parts parts, Times times) {
    this.settings = settings;
    this.directory = directory;
    this.parts = parts;
    this.times = times;
    this.port = settings.cluster().port();
  }

  /** Asks the node to end in order, with code 0. Returns at once; any thread may call it. */
  public void stop(String reason) {
    asked.complete(new Ending.Exit(0, reason));
  }

  /**
   * Ends the node without stopping anything in order and without a word to its peers, which is what
   * they see of a process that was killed. For tests of several nodes in one process.
   */
  void crash() {
    crashed = true;
    stop("crashed");
  }

  /** What may be used of the present actor system; empty before the first. */
  public Optional<NodeContext> context() {
    return context;
  }

  /** Where the present actor system listens for its peers, or the last one did. */
  public int port() {
    return port;
  }

  /**
   * Lives until the end.
   *
   * @return how it ended
   */
  public Ending.Exit run() {
    try {
      refuseUnreadable();
      refuseOtherShape();
      setAsideIfRemoved(false);
      Ending ending = oneLife(List.of(port));
      int shortLives = 0;
      while (ending instanceof Ending.Restart restart && !asked.isDone()) {
        LOG.warn("Starting the actor system anew: {}", restart.reason());
        long startedNanos = System.nanoTime();
        beginning = beginning.after(restart);
        pause();
        setAsideIfRemoved(restart.asNew());
        ending = oneLife(portsAfter(restart));
        boolean isShort = System.nanoTime() - startedNanos < SHORT_LIFE.toNanos();
        shortLives = isShort ? shortLives + 1 : 0;
        if (shortLives > MAX_SHORT_LIVES) {
          ending = Ending.failure("gave up after " + shortLives + " starts: " + ending.reason());
        }
      }
      return ending instanceof Ending.Exit exit ? exit : (Ending.Exit) asked.join();
    } catch (IOException | UncheckedIOException | StorageException e) {
      return new Ending.Exit(1, "cannot use the data directory: " + e.getMessage());
    } finally {
      over.complete(null);
    }
  }

  /**
   * Waits for {@link #run} to return.
   *
   * @return whether it has
   */
  public boolean awaitEnd(Duration limit) {
    try {
      over.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What nobody else can tell this node: no actor system comes further without it than this. */
  private void refuseUnreadable() throws IOException {
    directory.claims();
    directory.secrets();
    directory.tuning();
  }

  private void refuseOtherShape() throws IOException {
    Optional<Ring> ring = directory.ring();
    if (ring.isPresent()) {
      Compat kept =
          Compat.of(settings.cluster().name(), ring.get().ranges(), ring.get().replicas());
      List<String> refusals = kept.refusals(compat());
      if (!refusals.isEmpty()) {
        throw new IOException(
            "the data in "
                + directory.path()
                + " was made for other settings: "
                + String.join("; ", refusals));
      }
    }
  }

  /**
   * A node that was removed from its ring knows nothing of what came after: it must not pass for an
   * owner, and begins as a node that never was there.
   */
  private void setAsideIfRemoved(boolean known) throws IOException {
    NodeId self = settings.node().id();
    if (known || directory.ring().filter(ring -> ring.isRemoved(self)).isPresent()) {
      Path kept = directory.setAside(Instant.now());
      LOG.warn(
          "Node {} was removed from its ring, and begins as a new one; what it had is kept in {}",
          self,
          kept);
    }
  }

  private Compat compat() {
    return Compat.of(
        settings.cluster().name(), settings.ring().ranges(), settings.ring().replicas());
  }

  private List<Integer> portsAfter(Ending.Restart restart) {
    int configured = settings.cluster().port();
    return restart.port() == Ending.Port.SAME
        ? List.of(port)
        : Ports.fallback(configured, port, settings.cluster().fallbackPorts());
  }

  /** Two lives in quick succession would only repeat what ended the first. */
  private void pause() {
    try {
      asked.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // the usual case: nobody asked the node to end meanwhile
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ending oneLife(List<Integer> ports) throws IOException {
    Part front = parts.front().apply(settings, directory);
    // Before the facts: what is found lost of the data gives the directory another name.
    Part dataPlane = parts.dataPlane().apply(settings, directory);
    try {
      return oneLife(ports, front, dataPlane);
    } finally {
      closeAll(dataPlane, front);
    }
  }

  private Ending oneLife(List<Integer> ports, Part front, Part dataPlane) throws IOException {
    Facts facts =
        new Facts(
            settings.node().id(),
            settings.node().zone(),
            settings.node().weight(),
            settings.httpAddress(),
            directory.nextStart(),
            directory.ring().map(Ring::id).orElse(""),
            directory.incarnation());
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    Node.Wiring wiring =
        new Node.Wiring(
            settings,
            directory,
            times,
            beginning,
            front,
            dataPlane,
            ending::complete,
            made -> context = Optional.of(made));
    ActorSystem<Node.Command> system = open(wiring, facts, ports);
    port = Addresses.of(Cluster.get(system).selfMember().address()).port();
    onRefusal(system, ending);
    Ending reason =
        (Ending)
            CompletableFuture.anyOf(
                    asked,
                    ending,
                    system.getWhenTerminated().toCompletableFuture().thenApply(done -> ended()))
                .join();
    LOG.info("Ending the actor system: {}", reason.reason());
    close(system, crashed, reason instanceof Ending.Exit ? TERMINATES : TERMINATES_BEFORE_NEXT);
    return reason;
  }

  /** A last flush that fails is no reason not to start again: the journal has it all. */
  private static void closeAll(Part... parts) {
    for (Part part : parts) {
      try {
        part.close();
      } catch (StorageException e) {
        LOG.error("Closed, but not in order: {}", e.getMessage());
      }
    }
  }

  private static Ending ended() {
    return new Ending.Restart(Ending.Port.SAME, false, "the actor system ended by itself");
  }

  private ActorSystem<Node.Command> open(Node.Wiring wiring, Facts facts, List<Integer> ports)
      throws IOException {
    // Its own earlier actor system may hold the port for a moment; another process holds it for
    // long, and then a first start had better say so at once.
    long deadline = System.nanoTime() + (isFirst ? 0 : PORT_IS_FREED.toNanos());
    isFirst = false;
    Exception failure;
    do {
      failure = null;
      for (int candidate : ports) {
        try {
          return ActorSystem.create(
              Node.create(wiring, system -> self(system, facts)),
              Addresses.SYSTEM,
              setup(wiring.dataPlane(), facts, candidate));
        } catch (Exception e) { // Pekko throws checked ones too, without saying so
          failure = e;
        }
      }
      pause();
    } while (System.nanoTime() < deadline && !asked.isDone());
    throw new IOException(
        "cannot listen for peers at "
            + settings.cluster().bind()
            + ", port "
            + ports
            + ": "
            + failure.getMessage(),
        failure);
  }

  private ActorSystemSetup setup(Part dataPlane, Facts facts, int candidate) {
    Config config = SystemConfig.of(settings, facts, candidate, dataPlane.pekkoSettings());
    ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config));
    if (parts.peers().isPresent()) {
      SSLEngineProvider peers = parts.peers().get();
      setup = setup.withSetup(SSLEngineProviderSetup.create(system -> peers));
    }
    for (Setup one : dataPlane.setups()) {
      setup = setup.withSetup(one);
    }
    return setup;
  }

  private Self self(ActorSystem<?> system, Facts facts) {
    UniqueAddress unique = Cluster.get(system).selfMember().uniqueAddress();
    return new Self(facts, compat(), Addresses.of(unique.address()), unique.longUid());
  }

  /** Pekko's own check of the configuration ends in a coordinated shutdown that only says that. */
  private static void onRefusal(ActorSystem<?> system, CompletableFuture<Ending> ending) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "say-why",
            () -> {
              ending.complete(
                  Ending.failure(
                      "the cluster refused this node's settings; the log of its other nodes says"
                          + " which differ ("
                          + CoordinatedShutdown.get(system).getShutdownReason()
                          + ")"));
              return CompletableFuture.completedStage(Done.getInstance());
            });
  }

  private static void close(ActorSystem<Node.Command> system, boolean atOnce, Duration limit) {
    CompletableFuture<Done> terminated = system.getWhenTerminated().toCompletableFuture();
    if (!atOnce) {
      CompletableFuture<Done> stopped = new CompletableFuture<>();
      system.tell(new Node.Stop(stopped));
      CompletableFuture.anyOf(stopped, terminated).join();
    }
    system.terminate();
    try {
      terminated.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The actor system takes longer than {} to end", limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("The actor system did not end in order", e);
    }
  }
}
