package aitta.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.LocalParts;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.Standing;
import aitta.quorum.Level;
import aitta.replica.RangeReplica;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.version.Context;
import aitta.version.Precondition;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;

/** Nodes a, b, c … in one JVM, the first of them owners of the one range. */
final class FakeCluster implements AutoCloseable {
  static final Key KEY = Key.of("bucket", "key");
  static final Duration TIMEOUT = Duration.ofSeconds(20); // of requests that are to succeed

  /** One node. */
  final class Node implements LocalParts, Minter {
    final NodeId id;
    final NodeClock clock;
    final AtomicLong wallOffsetMillis = new AtomicLong();
    final Peers peers;
    final FakeReplica replica;
    final FakeHints hints;
    final Set<NodeId> away = ConcurrentHashMap.newKeySet();
    volatile RangeOwners list; // the newest that this node has heard of
    volatile boolean sealed;
    private int start;
    private int healths;
    private volatile ActorRef<Coordinators.Command> coordinators;
    private volatile Admission admission;

    Node(NodeId id, Random random) {
      this.id = id;
      this.list = new RangeOwners(0, 1, owners);
      this.clock =
          new NodeClock(
              () -> System.currentTimeMillis() + wallOffsetMillis.get(),
              () -> System.nanoTime() + skippedNanos.get(),
              Duration.ofDays(1));
      this.replica = new FakeReplica(clock, network::disk, random);
      this.hints = new FakeHints(clock, random);
      this.peers =
          new Peers(
              id,
              clock,
              this,
              (to, envelope) -> {
                network.send(to, envelope);
                return true;
              });
      restart();
    }

    /** Crash and start again: no request and nothing that was not on disk survives. */
    void restart() {
      if (coordinators != null) {
        kit.stop(coordinators);
      }
      replica.restart();
      start++;
      startCoordinators();
    }

    /** Starts again, over a disk that counts starts from another number. */
    void restartAsStart(int number) {
      start = number - 1;
      restart();
    }

    /** As if no peer had been silent before; what is under way ends. */
    void forgetHealth() {
      kit.stop(coordinators);
      startCoordinators();
    }

    private void startCoordinators() {
      Coordination shared =
          new Coordination(
              id,
              peers,
              clock,
              new Route.Routes() {
                @Override
                public Route of(Key key) {
                  return route();
                }

                @Override
                public void learn(RangeOwners newer) {
                  Node.this.learn(newer);
                }
              },
              this,
              new PeerHealth(new Random(++healths)),
              Duration.ofMillis(20),
              standInAfter);
      admission = new Admission(maxRunning);
      ConditionalClaims claims = new ConditionalClaims(start, new Random().nextLong());
      coordinators = kit.spawn(Coordinators.create(shared, claims, admission));
    }

    private Route route() {
      Set<NodeId> reachable = new HashSet<>(nodes.keySet());
      reachable.removeAll(away);
      RangeOwners now = list;
      List<NodeId> standIns =
          new TreeSet<>(reachable).stream().filter(node -> !now.isOwner(node)).toList();
      return new Route(0, now.owners(), now.version(), Set.copyOf(reachable), standIns);
    }

    /** Hears of a list that was decided. */
    synchronized void learn(RangeOwners newer) {
      if (newer.version() > list.version()) {
        list = newer;
        sealed = false;
      }
    }

    /** As a replica refuses what it is asked under another list than the one of now. */
    private PeerMessage.Reply refusal(long id, int version) {
      RangeOwners now = list;
      if (version != PeerMessage.OfReplica.ANY_LIST && version < now.version()) {
        return new OwnerMessage.ListIs(id, now);
      }
      PeerMessage.Reason reason = version > now.version() ? PeerMessage.Reason.UNAWARE : null;
      reason = reason == null && sealed ? PeerMessage.Reason.SEALED : reason;
      reason = now.isOwner(this.id) ? reason : PeerMessage.Reason.NOT_OWNER;
      return reason == null ? null : new PeerMessage.Refused(id, reason, "fake");
    }

    @Override
    public void answer(
        NodeId from,
        PeerMessage.Question question,
        long deadlineNanos,
        Consumer<PeerMessage.Reply> reply) {
      if (question instanceof PeerMessage.OfReplica ofReplica) {
        PeerMessage.Reply refusal = refusal(question.id(), ofReplica.list());
        if (refusal != null) {
          reply.accept(refusal);
        } else {
          replica.answer(ofReplica, deadlineNanos, reply);
        }
      } else if (question instanceof PeerMessage.OfHints ofHints) {
        hints.answer(ofHints, reply);
      } else if (question instanceof PeerMessage.Forward forward) {
        coordinators.tell(new Coordinators.Accept(forward, deadlineNanos, reply));
      } else {
        reply.accept(new PeerMessage.Refused(question.id(), PeerMessage.Reason.NOT_OWNER, "fake"));
      }
    }

    @Override
    public Standing ownCopy(int range) {
      return Standing.NONE;
    }

    @Override
    public void heard(int range, NodeId peer, long life, long seqNr) {
      // nobody asks
    }

    @Override
    public boolean isFit(int range) {
      return replica.isFit();
    }

    @Override
    public void mintAsOwner(
        int range,
        int list,
        Request.Write write,
        Context learned,
        long above,
        long deadlineNanos,
        Consumer<RangeReplica.MintReply> minted,
        Consumer<PeerMessage.Reply> stored) {
      PeerMessage.Reply refusal = refusal(0, list);
      if (refusal != null) {
        PeerMessage.Reason reason =
            refusal instanceof PeerMessage.Refused refused
                ? refused.reason()
                : PeerMessage.Reason.NOT_OWNER;
        minted.accept(new RangeReplica.MintRefused(reason, "fake"));
        return;
      }
      replica.mint(write, learned, above, minted, stored);
    }

    @Override
    public void mintAsStandIn(
        List<NodeId> of,
        Request.Write write,
        long above,
        Consumer<RangeReplica.MintReply> minted,
        Consumer<PeerMessage.Reply> kept) {
      hints.mint(of, write, above, minted, kept);
    }

    CompletableFuture<Outcome> submit(Request request) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      asked.incrementAndGet();
      coordinators.tell(
          new Coordinators.Submit(
              request,
              result -> {
                answers.incrementAndGet();
                outcome.complete(result);
              }));
      return outcome;
    }

    Outcome ask(Request request) {
      return FakeCluster.get(submit(request));
    }

    private int running() {
      return admission.underWay();
    }
  }

  final ActorTestKit kit = ActorTestKit.create();
  final List<NodeId> owners;
  final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  final FakeNetwork network;
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger answers = new AtomicInteger(); // calls back, at most one a request
  private final AtomicLong skippedNanos = new AtomicLong();
  private final int maxRunning;
  private final Duration standInAfter;

  FakeCluster(int size, int ownerCount) {
    this(size, ownerCount, 1, 1000);
  }

  FakeCluster(int size, int ownerCount, long seed, int maxRunning) {
    this(size, ownerCount, seed, maxRunning, Duration.ofMillis(100));
  }

  FakeCluster(int size, int ownerCount, long seed, int maxRunning, Duration standInAfter) {
    this.standInAfter = standInAfter;
    this.maxRunning = maxRunning;
    this.network = new FakeNetwork(seed, (to, envelope) -> nodes.get(to).peers.received(envelope));
    List<NodeId> ids =
        IntStream.range(0, size)
            .mapToObj(i -> new NodeId(String.valueOf((char) ('a' + i))))
            .toList();
    this.owners = ids.subList(0, ownerCount);
    ids.forEach(id -> nodes.put(id, new Node(id, new Random(seed + id.hashCode()))));
  }

  Node node(String id) {
    return nodes.get(new NodeId(id));
  }

  /** Nobody can reach the node, and all know. */
  void takeAway(String id) {
    network.silence(new NodeId(id));
    nodes.values().stream()
        .filter(node -> !node.id.value().equals(id))
        .forEach(node -> node.away.add(new NodeId(id)));
  }

  void bringBack(String id) {
    network.wake(new NodeId(id));
    nodes.values().forEach(node -> node.away.remove(new NodeId(id)));
  }

  /** Time passes on the monotonic clocks of all. */
  void skip(Duration time) {
    skippedNanos.addAndGet(time.toNanos());
  }

  /** Every request has come to its end, at most once; time passes as far as it takes. */
  void settle() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              skip(Duration.ofSeconds(1));
              return nodes.values().stream()
                  .allMatch(node -> node.peers.openCount() == 0 && node.running() == 0);
            });
  }

  void assertEveryRequestWasAnsweredOnce() {
    assertThat(answers.get()).isEqualTo(asked.get());
  }

  static Outcome get(CompletableFuture<Outcome> outcome) {
    try {
      return outcome.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no outcome", e);
    }
  }

  static Request.Write put(String value) {
    return write(value, Request.Supersedes.AllKnown.INSTANCE, null, Level.QUORUM, false, false);
  }

  static Request.Write putAt(String value, Level w, boolean strict) {
    return write(value, Request.Supersedes.AllKnown.INSTANCE, null, w, strict, false);
  }

  static Request.Write beside(String value) {
    return write(value, Request.Supersedes.Nothing.INSTANCE, null, Level.QUORUM, false, false);
  }

  static Request.Write after(String value, Seen seen) {
    var exactly = new Request.Supersedes.Exactly(seen);
    return write(value, exactly, null, Level.QUORUM, false, false);
  }

  static Request.Write latest(String value) {
    return write(value, Request.Supersedes.AllKnown.INSTANCE, null, Level.QUORUM, false, true);
  }

  static Request.Write strictLatest(String value) {
    return write(value, Request.Supersedes.AllKnown.INSTANCE, null, Level.QUORUM, true, true);
  }

  static Request.Write putIf(String value, Precondition precondition) {
    var all = Request.Supersedes.AllKnown.INSTANCE;
    return write(value, all, precondition, Level.QUORUM, false, false);
  }

  static Request.Write within(Request.Write write, Duration timeout) {
    return new Request.Write(
        write.key(),
        write.content(),
        write.supersedes(),
        write.precondition(),
        write.w(),
        write.strict(),
        write.latest(),
        timeout);
  }

  private static Request.Write write(
      String value,
      Request.Supersedes supersedes,
      Precondition precondition,
      Level w,
      boolean strict,
      boolean latest) {
    Request.Content content =
        value == null
            ? null
            : new Request.Content(value.getBytes(StandardCharsets.UTF_8), "text/plain", "", 0);
    return new Request.Write(KEY, content, supersedes, precondition, w, strict, latest, TIMEOUT);
  }

  static Request.Read read(Level r, boolean strict) {
    return new Request.Read(KEY, r, strict, TIMEOUT);
  }

  /** The live values that a quorum read through this node shows. */
  Set<String> readAt(String id) {
    Outcome outcome = node(id).ask(read(Level.QUORUM, false));
    assertThat(outcome).isInstanceOf(Outcome.ReadDone.class);
    return valuesOf(((Outcome.ReadDone) outcome).siblings());
  }

  static Set<String> valuesOf(Siblings siblings) {
    return siblings.versions().stream()
        .filter(version -> !version.deleted())
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String etagOf(Outcome.WriteDone done) {
    return View.of(done.siblings(), false, 0).currentEtag();
  }

  @Override
  public void close() {
    network.close();
    kit.shutdownTestKit();
  }
}
