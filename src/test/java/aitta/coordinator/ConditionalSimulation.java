package aitta.coordinator;

import aitta.model.NodeId;
import aitta.quorum.ConditionalRound;
import aitta.replica.ReplicaState;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Owners of one range and starts of its first owner in one thread, with one seeded source of time,
 * loss, delay, crashes and lost disks. Starts overlap: an earlier one that was stopped goes on
 * beside a later one, and one over an older disk has a number that was used before.
 */
final class ConditionalSimulation {
  static final long DEADLINE = 400;
  private static final int KEYS = 2;

  /** A write that its client was told of as done. */
  record Won(int key, long ballot, long judgedBy) {}

  private interface OnReply {
    void replied(NodeId from, Object reply);
  }

  private record Found(Siblings siblings, boolean fit) {}

  /** One start of the first owner. */
  private final class Start {
    final ConditionalClaims claims;
    final Map<Integer, Attempt> running = new HashMap<>();
    final List<Runnable> unheard = new ArrayList<>();
    boolean stopped;
    NodeId cutOff; // whom it does not reach; null for none

    Start(long number) {
      claims = new ConditionalClaims(number, random.nextLong());
    }

    void hear(Runnable what) {
      if (stopped) {
        unheard.add(what);
      } else {
        what.run();
      }
    }

    void wake() {
      stopped = false;
      List<Runnable> all = List.copyOf(unheard);
      unheard.clear();
      all.forEach(Runnable::run);
    }

    void begin(int key, Precondition precondition) {
      Attempt attempt = new Attempt(this, key, precondition);
      if (!stopped && running.putIfAbsent(key, attempt) == null) {
        attempt.next();
        time.at(attempt.deadline, () -> hear(attempt::end));
      }
    }
  }

  /** One conditional write, as its coordinator does it. */
  private final class Attempt {
    final Start start;
    final int key;
    final Precondition precondition;
    final long deadline = time.now() + DEADLINE;
    final long acknowledgedBefore;
    final Set<NodeId> stored = new HashSet<>();
    ConditionalRound round;
    long claim;
    int attempts;
    boolean ended;
    boolean written;

    Attempt(Start start, int key, Precondition precondition) {
      this.start = start;
      this.key = key;
      this.precondition = precondition;
      this.acknowledgedBefore =
          won.stream().filter(w -> w.key() == key).mapToLong(Won::ballot).max().orElse(0);
    }

    void end() {
      ended = true;
      start.running.remove(key, this);
    }

    void next() {
      ConditionalClaims.Claim held = start.claims.of(route);
      if (held.ballot() == 0 || attempts++ == 4) {
        end();
        return;
      }
      claim = held.ballot();
      round = new ConditionalRound(ids.get(0), ids, claim, held.promised(), 0);
      follow();
    }

    void follow() {
      if (ended || written || time.now() > deadline) {
        return;
      }
      if (round.isClaimed()) {
        start.claims.granted(route, claim, round.promised());
      }
      ConditionalRound.Step step = round.step(precondition, false);
      if (step instanceof ConditionalRound.Ask ask) {
        long ballot = claim;
        long token = start.claims.token();
        ask.claim().forEach(to -> send(to, (o, done) -> o.claim(ballot, token, done), true));
        ask.read().forEach(this::read);
      } else if (step instanceof ConditionalRound.Bring bring) {
        bring
            .to()
            .forEach(
                to ->
                    send(
                        to,
                        (o, done) -> o.store(key, bring.siblings(), Long.MAX_VALUE, done),
                        false));
      } else if (step instanceof ConditionalRound.Outbid outbid) {
        start.claims.outbid(route, outbid.ballot());
        next();
      } else if (step instanceof ConditionalRound.Fail fail) {
        refused(fail.current());
      } else if (step instanceof ConditionalRound.GiveUp) {
        end();
      } else if (step instanceof ConditionalRound.Write write) {
        write(write.current());
      }
    }

    private void send(NodeId to, Request what, boolean claims) {
      ConditionalRound asked = round;
      ask(
          start,
          to,
          deadline,
          what,
          claims ? SimulatedOwner.Answer.CLAIMED : SimulatedOwner.Answer.STORED,
          (from, reply) -> {
            if (asked != round || written) {
              return;
            }
            if (reply == SimulatedOwner.Answer.CLAIMED) {
              round.claimed(from);
            } else if (reply == SimulatedOwner.Answer.STORED) {
              round.brought(from);
            } else if (reply instanceof SimulatedOwner.HigherPromise higher) {
              round.outbid(from, higher.ballot());
            } else {
              round.notFit(from);
            }
            follow();
          });
    }

    private void read(NodeId to) {
      ConditionalRound asked = round;
      ask(
          start,
          to,
          deadline,
          (o, done) -> new Found(o.onDisk.getOrDefault(key, Siblings.EMPTY), o.fit),
          null,
          (from, reply) -> {
            if (asked == round && !written) {
              Found found = (Found) reply;
              round.read(from, found.siblings(), found.fit());
              follow();
            }
          });
    }

    private void refused(Siblings current) {
      require(
          current.context().highestOf(Dot.CONDITIONAL) >= acknowledgedBefore,
          "a refusal that does not know what was acknowledged before");
      seen(key, current);
      end();
    }

    private void write(Siblings current) {
      long ballot = start.claims.nextBallot(route, claim);
      if (ballot == 0) {
        next();
        return;
      }
      written = true;
      require(ballots.add(ballot), "a ballot that was used before");
      long judgedBy = current.context().highestOf(Dot.CONDITIONAL);
      var request = FakeCluster.putIf(random.nextInt(4) == 0 ? null : "v" + ballot, precondition);
      Siblings set = ReplicaState.conditional(current, request, ballot, 0, 0).siblings();
      for (NodeId to : ids) {
        ask(
            start,
            to,
            deadline,
            (o, done) -> o.store(key, set, ballot, done),
            SimulatedOwner.Answer.STORED,
            (from, reply) -> stored(from, reply, ballot, judgedBy, set));
      }
    }

    private void stored(NodeId from, Object reply, long ballot, long judgedBy, Siblings set) {
      if (reply instanceof SimulatedOwner.HigherPromise higher) {
        start.claims.outbid(route, higher.ballot());
      } else if (reply == SimulatedOwner.Answer.STORED && !ended && time.now() <= deadline) {
        stored.add(from);
        if (stored.size() == quorum) {
          won.add(new Won(key, ballot, judgedBy));
          seen(key, set);
          end();
        }
      }
    }
  }

  private interface Request {
    /** The reply now; null where it comes when the disk has it. */
    Object to(SimulatedOwner owner, Runnable written);
  }

  private final SimulatedTime time;
  private final Random random;
  private final SimulatedOwner.Flaw flaw;
  private final long seed;
  private final List<NodeId> ids;
  private final List<SimulatedOwner> owners = new ArrayList<>();
  private final int quorum;
  private final Route route;
  private final List<Start> starts = new ArrayList<>();
  private final Map<Integer, List<String>> etags = new HashMap<>();
  private final Set<Long> ballots = new HashSet<>();
  final List<Won> won = new ArrayList<>();
  final Set<String> wrong = new LinkedHashSet<>();
  private long highestNumber = 1;

  ConditionalSimulation(long seed, int n, SimulatedOwner.Flaw flaw) {
    this.seed = seed;
    this.random = new Random(seed);
    this.time = new SimulatedTime(random, DEADLINE);
    this.flaw = flaw;
    this.ids = List.of("a", "b", "c", "d", "e").subList(0, n).stream().map(NodeId::new).toList();
    this.quorum = n / 2 + 1;
    this.route = new Route(0, ids, 1, Set.copyOf(ids), List.of());
    ids.forEach(id -> owners.add(new SimulatedOwner(id, time, flaw)));
    starts.add(new Start(highestNumber));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      time.at(time.now() + random.nextInt(60), this::disturb);
      time.advance(time.now() + random.nextInt(30));
    }
    time.lose(0);
    starts.forEach(start -> start.cutOff = null);
    starts.forEach(Start::wake);
    for (int i = 0; i < 5; i++) {
      time.advance(time.now() + 2 * DEADLINE);
      owners.forEach(owner -> owner.catchUp(owners));
    }
    time.advance(Long.MAX_VALUE);
    check();
  }

  private void disturb() {
    Start start = starts.get(starts.size() - 1 - random.nextInt(Math.min(3, starts.size())));
    int key = random.nextInt(KEYS);
    switch (random.nextInt(32)) {
      case 0:
        highestNumber++;
        starts.add(new Start(highestNumber));
        break;
      case 1: // over an older disk, or a new one
        starts.add(new Start(1 + random.nextInt((int) highestNumber)));
        break;
      case 2:
        start.stopped = true;
        break;
      case 3:
        start.wake();
        break;
      case 4:
        owners.get(random.nextInt(owners.size())).crash();
        break;
      case 5:
      case 11:
      case 12:
        loseDiskUnlessAnotherHas();
        break;
      case 6:
        time.lose(random.nextInt(4) * 0.1);
        break;
      case 7:
      case 8:
      case 9:
        owners.forEach(owner -> owner.catchUp(owners));
        break;
      case 10:
        start.cutOff = random.nextInt(3) == 0 ? null : ids.get(random.nextInt(ids.size()));
        break;
      default:
        start.begin(key, anyPrecondition(key));
    }
  }

  /** More than one at a time may be more than any quorum survives. */
  private void loseDiskUnlessAnotherHas() {
    if (owners.size() > 1 && owners.stream().allMatch(owner -> owner.fit)) {
      owners.get(random.nextInt(owners.size())).loseDisk();
    }
  }

  private Precondition anyPrecondition(int key) {
    List<String> known = etags.getOrDefault(key, List.of());
    if (known.isEmpty() || random.nextInt(3) == 0) {
      return Precondition.NothingLive.INSTANCE;
    }
    return random.nextBoolean()
        ? Precondition.SomethingLive.INSTANCE
        : new Precondition.Matches(Set.of(known.get(known.size() - 1)));
  }

  private void seen(int key, Siblings siblings) {
    String etag = View.of(siblings, false, 0).currentEtag();
    if (etag != null) {
      etags.computeIfAbsent(key, k -> new ArrayList<>()).add(etag);
    }
  }

  private void ask(
      Start from, NodeId to, long deadline, Request what, Object whenWritten, OnReply handler) {
    if (to.equals(from.cutOff)) {
      return;
    }
    SimulatedOwner owner = owners.get(ids.indexOf(to));
    time.travel(
        () -> {
          if (time.now() > deadline) {
            return;
          }
          Object now =
              what.to(
                  owner,
                  () -> time.travel(() -> from.hear(() -> handler.replied(to, whenWritten))));
          if (now != null) {
            time.travel(() -> from.hear(() -> handler.replied(to, now)));
          }
        });
  }

  private void check() {
    for (int key = 0; key < KEYS; key++) {
      int of = key;
      List<Won> inOrder =
          won.stream()
              .filter(w -> w.key() == of)
              .sorted(Comparator.comparingLong(Won::ballot))
              .toList();
      for (int i = 1; i < inOrder.size(); i++) {
        boolean knew = inOrder.get(i).judgedBy() >= inOrder.get(i - 1).ballot();
        require(knew, inOrder.get(i) + " was judged without " + inOrder.get(i - 1));
      }
      Siblings all =
          owners.stream()
              .map(owner -> owner.onDisk.getOrDefault(of, Siblings.EMPTY))
              .reduce(Siblings.EMPTY, Siblings::join);
      require(all.versions().size() <= 1, "siblings of conditional writes");
      if (!inOrder.isEmpty()) {
        long last = inOrder.get(inOrder.size() - 1).ballot();
        require(all.context().highestOf(Dot.CONDITIONAL) >= last, "a winner that is lost");
        Set<Long> left =
            all.versions().stream().map(v -> v.dot().counter()).collect(Collectors.toSet());
        require(left.stream().allMatch(dot -> dot >= last), "a loser over a later winner");
      }
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add("seed " + seed + ": " + otherwise);
    }
  }
}
