package aitta.replica;

import static org.awaitility.Awaitility.await;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Siblings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;

/** One replica actor, and what a coordinator would ask of it. */
final class ReplicaUnderTest {
  static final TableId TABLE = TableId.range(3, 1);
  static final NodeId SELF = new NodeId("self");
  static final NodeId PEER = new NodeId("peer");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What came of a {@link RangeReplica.Mint}. */
  record Mint(
      CompletableFuture<RangeReplica.MintReply> minted,
      CompletableFuture<PeerMessage.Reply> stored) {
    ReplicaState.Minted outcome() {
      return (ReplicaState.Minted) ((RangeReplica.Minting) get(minted)).outcome();
    }

    long writer() {
      return outcome().dot().writer();
    }
  }

  final NodeClock clock = NodeClock.system(Duration.ofMinutes(1));
  final AtomicBoolean diskFull = new AtomicBoolean();
  final ReplicaFigures figures = new ReplicaFigures();
  final PeerMarks marks = new PeerMarks();
  final List<TableId> discarded = new CopyOnWriteArrayList<>();
  final ByteBudget budget;
  final CountedRows rows;
  final ActorRef<RangeReplica.Command> actor;
  private final AtomicLong ids = new AtomicLong();

  private ReplicaUnderTest(TestSystem system, long budgetBytes, boolean fresh) {
    this(system, budgetBytes, fresh, "directory-1", List.of(SELF, PEER), 1, 0);
  }

  private ReplicaUnderTest(
      TestSystem system,
      long budgetBytes,
      boolean fresh,
      String trust,
      List<NodeId> owners,
      int version,
      int decreed) {
    budget = new ByteBudget(budgetBytes);
    rows = new CountedRows(system.store());
    ReplicaSetup shared =
        new ReplicaSetup(
            SELF,
            rows,
            clock,
            budget,
            Writes.NO_LIMITS,
            new SecureRandom(),
            diskFull::get,
            figures,
            marks,
            trust,
            128,
            Duration.ZERO,
            new RowCache(1 << 20),
            range -> new RangeOwners(range, version, owners),
            list -> decreed == list.version(),
            discarded::add);
    actor = system.spawn(RangeReplica.create(List.of(TABLE), fresh, shared));
  }

  /** Started, not yet done with reading its data back. */
  static ReplicaUnderTest starting(TestSystem system) {
    return new ReplicaUnderTest(system, 1 << 20, true);
  }

  /** Started, done with reading its data back, and confirmed by the other owners. */
  static ReplicaUnderTest ready(TestSystem system) {
    return ready(system, 1 << 20);
  }

  static ReplicaUnderTest ready(TestSystem system, long budgetBytes) {
    ReplicaUnderTest replica = new ReplicaUnderTest(system, budgetBytes, true);
    replica.awaitReady();
    replica.judge(RangeReplica.Verdict.CONFIRMED);
    return replica;
  }

  /** Made anew where there was one before. */
  static ReplicaUnderTest lost(TestSystem system) {
    ReplicaUnderTest replica = new ReplicaUnderTest(system, 1 << 20, false);
    replica.awaitReady();
    return replica;
  }

  /** Begun, or found again, where this is the newest list that its node knows. */
  static ReplicaUnderTest knowing(TestSystem system, String trust, RangeOwners list) {
    return decreed(system, trust, list, false);
  }

  /** The same, where its node knows that the list was decreed. */
  static ReplicaUnderTest decreed(
      TestSystem system, String trust, RangeOwners list, boolean decreed) {
    ReplicaUnderTest replica =
        new ReplicaUnderTest(
            system,
            1 << 20,
            false,
            trust,
            list.owners(),
            list.version(),
            decreed ? list.version() : 0);
    replica.awaitReady();
    return replica;
  }

  /** As the keepers of its fitness see it. */
  ReplicaFigures.Copy copy() {
    return figures.of(TABLE.range()).orElseThrow();
  }

  /** Says so of the copy that is there now, and waits until it has been heard. */
  void judge(RangeReplica.Verdict verdict) {
    actor.tell(new RangeReplica.Judge(verdict, copy().standing().life()));
    fetch(Key.of("bucket", "any"));
  }

  void awaitReady() {
    await().atMost(PATIENCE).until(() -> figures.readyRanges() == 1);
  }

  CompletableFuture<PeerMessage.Reply> store(Key key, Siblings siblings) {
    return ask(new PeerMessage.Store(ids.incrementAndGet(), key, siblings));
  }

  CompletableFuture<PeerMessage.Reply> storeBallot(Key key, Siblings siblings, long ballot) {
    return ask(new PeerMessage.StoreBallot(ids.incrementAndGet(), key, siblings, ballot));
  }

  CompletableFuture<PeerMessage.Reply> claim(Key key, long ballot) {
    return ask(new PeerMessage.Claim(ids.incrementAndGet(), key, ballot, 1));
  }

  Siblings fetch(Key key) {
    PeerMessage.Reply reply = get(ask(new PeerMessage.Fetch(ids.incrementAndGet(), key, true)));
    return ((PeerMessage.Full) reply).siblings();
  }

  CompletableFuture<PeerMessage.Reply> ask(PeerMessage.Question question) {
    return ask(question, clock.nanos() + PATIENCE.toNanos());
  }

  CompletableFuture<PeerMessage.Reply> ask(PeerMessage.Question question, long deadlineNanos) {
    CompletableFuture<PeerMessage.Reply> reply = new CompletableFuture<>();
    actor.tell(new RangeReplica.Answer(PEER, question, deadlineNanos, reply::complete));
    return reply;
  }

  Mint mint(Request.Write write) {
    return mintUnder(PeerMessage.OfReplica.ANY_LIST, write);
  }

  Mint mintUnder(int list, Request.Write write) {
    Mint mint = new Mint(new CompletableFuture<>(), new CompletableFuture<>());
    actor.tell(
        new RangeReplica.Mint(
            list,
            write,
            Context.EMPTY,
            0,
            clock.nanos() + PATIENCE.toNanos(),
            mint.minted()::complete,
            mint.stored()::complete));
    return mint;
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
