package aitta.hint;

import static org.awaitility.Awaitility.await;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.replica.ByteBudget;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import aitta.version.Siblings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;

/** One hint store, and what a coordinator would ask of it. */
final class HintsUnderTest {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final int BATCH_COUNT = 10;
  private static final Delivery.Pace PACE =
      new Delivery.Pace(Duration.ofMillis(50), BATCH_COUNT, 1 << 20, () -> 1L << 30);

  /** What came of a {@link HintStore.Mint}. */
  record Mint(
      CompletableFuture<RangeReplica.MintReply> minted, CompletableFuture<PeerMessage.Reply> kept) {
    ReplicaState.Minted outcome() {
      return (ReplicaState.Minted) ((RangeReplica.Minting) get(minted)).outcome();
    }

    long writer() {
      return outcome().dot().writer();
    }
  }

  final NodeClock clock = NodeClock.system(Duration.ofMinutes(1));
  final AtomicBoolean diskFull = new AtomicBoolean();
  final ActorRef<HintStore.Command> actor;
  final Peers peers;
  private final AtomicLong ids = new AtomicLong();
  private volatile Map<NodeId, Long> counts;

  final HintFigures figures = new HintFigures();

  private HintsUnderTest(TestSystem system, FakeTargets targets, long maxBytes, Duration maxAge) {
    this(system, targets, maxBytes, maxAge, false, 0);
  }

  private HintsUnderTest(
      TestSystem system,
      FakeTargets targets,
      long maxBytes,
      Duration maxAge,
      boolean copied,
      long forgottenBeforeMillis) {
    peers =
        new Peers(
            new NodeId("self"),
            clock,
            (from, question, deadline, reply) -> {
              throw new IllegalStateException("nobody asks this node");
            },
            targets);
    targets.answerTo(peers);
    actor =
        system.spawn(
            HintStore.create(
                new HintSetup(
                    system.store(),
                    clock,
                    peers,
                    new SecureRandom(),
                    Writes.NO_LIMITS,
                    maxBytes,
                    maxAge,
                    copied,
                    () -> forgottenBeforeMillis,
                    new ByteBudget(Long.MAX_VALUE),
                    () -> PACE,
                    diskFull::get,
                    key -> new RangeOwners(0, 1, targets.owners()),
                    key -> targets.keepers(),
                    targets::isMember,
                    targets::isReachable,
                    targets::isLeaving,
                    targets::isOver,
                    published -> counts = published,
                    figures),
                () -> tables(system),
                system.store()::drop));
  }

  /** As a node finds them. */
  static List<TableId> tables(TestSystem system) {
    List<TableId> tables =
        system.store().tables().stream().filter(table -> table.kind() == TableId.HINTS).toList();
    return tables.isEmpty() ? List.of(HintStore.TABLE) : tables;
  }

  /** Started, not yet done with reading its data back. */
  static HintsUnderTest starting(TestSystem system, FakeTargets targets) {
    return new HintsUnderTest(system, targets, 1 << 20, Duration.ofDays(1));
  }

  /** Started, and done with reading its data back. */
  static HintsUnderTest ready(TestSystem system, FakeTargets targets) {
    return ready(system, targets, 1 << 20);
  }

  static HintsUnderTest ready(TestSystem system, FakeTargets targets, long maxBytes) {
    HintsUnderTest hints = new HintsUnderTest(system, targets, maxBytes, Duration.ofDays(1));
    hints.awaitReady();
    return hints;
  }

  /** Whose hints are too old after so long. */
  static HintsUnderTest keepingFor(TestSystem system, FakeTargets targets, Duration maxAge) {
    HintsUnderTest hints = new HintsUnderTest(system, targets, 1 << 20, maxAge);
    hints.awaitReady();
    return hints;
  }

  /** In a copied directory: hints that came before that are dropped. */
  static HintsUnderTest ofCopy(TestSystem system, FakeTargets targets, long forgottenBefore) {
    HintsUnderTest hints =
        new HintsUnderTest(system, targets, 1 << 20, Duration.ofDays(1), true, forgottenBefore);
    hints.awaitReady();
    return hints;
  }

  /** Tombstones that came before that may be forgotten by now. */
  static HintsUnderTest rememberingSince(TestSystem system, FakeTargets targets, long millis) {
    HintsUnderTest hints =
        new HintsUnderTest(system, targets, 1 << 20, Duration.ofDays(1), false, millis);
    hints.awaitReady();
    return hints;
  }

  void awaitReady() {
    await().atMost(PATIENCE).until(() -> get(fetchAny()) instanceof PeerMessage.Full);
  }

  private CompletableFuture<PeerMessage.Reply> fetchAny() {
    Key any = Key.of("any", "any");
    return ask(
        new PeerMessage.FetchHint(0, any, List.of(), true), clock.nanos() + PATIENCE.toNanos());
  }

  CompletableFuture<PeerMessage.Reply> keep(Key key, Siblings siblings, NodeId... targets) {
    return ask(
        new PeerMessage.Keep(ids.incrementAndGet(), key, Set.of(targets), siblings),
        clock.nanos() + PATIENCE.toNanos());
  }

  Siblings fetch(Key key, NodeId... owners) {
    PeerMessage.FetchHint fetch =
        new PeerMessage.FetchHint(ids.incrementAndGet(), key, List.of(owners), true);
    return ((PeerMessage.Full) get(ask(fetch, clock.nanos() + PATIENCE.toNanos()))).siblings();
  }

  /** Places of those of these keys of which a hint is kept. */
  int[] held(Key... keys) {
    CompletableFuture<PeerMessage.Reply> reply = new CompletableFuture<>();
    RangeMessage.HintsAbout about =
        new RangeMessage.HintsAbout(ids.incrementAndGet(), 0, List.of(keys));
    actor.tell(new HintStore.About(about, clock.nanos() + PATIENCE.toNanos(), reply::complete));
    return ((RangeMessage.HeldHints) get(reply)).held();
  }

  CompletableFuture<PeerMessage.Reply> ask(PeerMessage.OfHints question, long deadlineNanos) {
    CompletableFuture<PeerMessage.Reply> reply = new CompletableFuture<>();
    actor.tell(new HintStore.Answer(question, deadlineNanos, reply::complete));
    return reply;
  }

  Mint mint(Request.Write write, NodeId... owners) {
    Mint mint = new Mint(new CompletableFuture<>(), new CompletableFuture<>());
    actor.tell(
        new HintStore.Mint(
            List.of(owners), write, 0, mint.minted()::complete, mint.kept()::complete));
    return mint;
  }

  /** As last published. */
  Map<NodeId, Long> counts() {
    return counts;
  }

  void awaitCounts(Map<NodeId, Long> expected) {
    await().atMost(PATIENCE).until(() -> expected.equals(counts));
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
