package aitta.simulation;

import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Those who read and write, and remember what they were shown. Keys of {@code beside} are written
 * with contexts alone, those of {@code register} conditionally alone, those of {@code plain} in any
 * other way.
 */
final class Clients {
  /** What a client has been shown of a key at some time. */
  private record Session(Seen seen, Set<Dot> shown) {}

  /** A request that was not answered yet. */
  private record Open(SimulatedNode node, NodeProcess process, long asked, Supplier<String> what) {}

  private static final long PROMPT_NANOS = 100_000_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final SimulatedCluster cluster;
  private final Faults faults;
  private final boolean isQuiet;
  private final List<Key> keys;
  private final Map<Key, List<Session>> sessions = new HashMap<>();
  private final Map<Key, List<String>> etags = new HashMap<>();
  private int written;
  private final List<Open> waiting = new ArrayList<>();

  Clients(SimulatedCluster cluster, Plan plan, Faults faults) {
    this.cluster = cluster;
    this.faults = faults;
    this.isQuiet = plan.isQuiet();
    this.keys = plan.keys();
  }

  private void submit(
      Plan.Action action,
      SplittableRandom random,
      Request request,
      Supplier<String> what,
      Consumer<Outcome> then) {
    SimulatedNode node = cluster.nodeOf(action, random);
    if (!node.isUp()) {
      return;
    }
    Open open = new Open(node, node.process(), cluster.timeline().now(), what);
    waiting.add(open);
    cluster.tell(() -> "client of " + node.id + ": " + what.get());
    node.run(
        () ->
            open.process()
                .submit(
                    request,
                    outcome -> {
                      if (!waiting.remove(open)) {
                        cluster.wrong("a request was answered twice: " + what.get());
                      }
                      cluster.tell(() -> "  " + what.get() + ": " + describe(outcome));
                      requireQuorum(request, outcome);
                      then.accept(outcome);
                    }));
  }

  private static String describe(Outcome outcome) {
    if (outcome instanceof Outcome.WriteDone done) {
      return "done as " + done.dot() + " by " + done.answered();
    } else if (outcome instanceof Outcome.ReadDone read) {
      return read.siblings().versions().toString();
    }
    return outcome instanceof Outcome.QuorumNotMet notMet
        ? "only " + notMet.received() + " of " + notMet.required()
        : outcome.getClass().getSimpleName();
  }

  /** Who is told that a level was met is told by whom. */
  private void requireQuorum(Request request, Outcome outcome) {
    boolean enough =
        outcome instanceof Outcome.ReadDone read
            ? read.answered() >= ((Request.Read) request).r().of(read.n())
            : !(outcome instanceof Outcome.WriteDone write)
                || write.answered() >= ((Request.Write) request).w().of(write.n());
    if (!enough) {
      cluster.wrong("of fewer than were asked for: " + outcome);
    }
  }

  void act(Plan.Action action, SplittableRandom random) {
    Key key = cluster.keyOf(action, random);
    switch (action.kind()) {
      case WRITE -> write(action, random, key);
      case CONDITIONAL -> {
        boolean any = action.key() == Plan.ANY;
        writeConditionally(action, random, any ? register(random, key) : key);
      }
      case STRICT_WRITE -> writeStrictly(action, random, key, false);
      case STRICT_DELETE -> writeStrictly(action, random, key, true);
      case READ -> {
        boolean one = random.nextInt(4) == 0;
        boolean all = random.nextInt(8) == 0;
        boolean strict = random.nextInt(3) != 0;
        read(action, random, key, one ? Level.ONE : all ? Level.ALL : Level.QUORUM, strict);
      }
      case STRICT_READ -> read(action, random, key, Level.QUORUM, true);
      default -> throw new IllegalArgumentException(action.kind() + " is nothing that clients do");
    }
  }

  private void read(Plan.Action action, SplittableRandom random, Key key, Level r, boolean strict) {
    long asked = cluster.timeline().now();
    submit(
        action,
        random,
        new Request.Read(key, r, strict, TIMEOUT),
        () -> (strict ? "strict " : "") + r + " read of " + key,
        outcome -> {
          if (outcome instanceof Outcome.ReadDone done) {
            shown(key, done.siblings());
            if (strict && r.of(done.n()) > done.n() / 2) {
              cluster.ledger().readStrictly(key, done.siblings(), asked);
            }
          }
        });
  }

  private void shown(Key key, Siblings siblings) {
    remember(key, new Session(siblings.seen(), cluster.ledger().shown(key, siblings)));
    String etag = View.of(siblings, false, 0).currentEtag();
    if (etag != null) {
      List<String> known = etags.computeIfAbsent(key, k -> new ArrayList<>());
      known.add(etag);
    }
  }

  private void remember(Key key, Session session) {
    List<Session> known = sessions.computeIfAbsent(key, k -> new ArrayList<>());
    known.add(session);
    if (known.size() > 8) {
      known.remove(0);
    }
  }

  private Request.Content content() {
    byte[] value = ("v" + ++written).getBytes(StandardCharsets.US_ASCII);
    return new Request.Content(value, "text/plain", "", 0);
  }

  private void write(Plan.Action action, SplittableRandom random, Key key) {
    if (key.bucket().equals("register")) {
      writeConditionally(action, random, key);
      return;
    }
    boolean delete = random.nextInt(4) == 0;
    Level w =
        random.nextInt(5) == 0 ? Level.ONE : random.nextInt(8) == 0 ? Level.ALL : Level.QUORUM;
    write(action, random, key, delete, w, random.nextInt(3) == 0);
  }

  private void writeStrictly(Plan.Action action, SplittableRandom random, Key key, boolean delete) {
    if (key.bucket().equals("register") && !delete) {
      writeConditionally(action, random, key);
    } else {
      write(action, random, key, delete, Level.QUORUM, true);
    }
  }

  private void write(
      Plan.Action action,
      SplittableRandom random,
      Key key,
      boolean delete,
      Level w,
      boolean strict) {
    boolean register = key.bucket().equals("register");
    boolean plain = register || key.bucket().equals("plain") && random.nextInt(2) == 0;
    boolean latest = key.bucket().equals("latest");
    Session session = session(random, key);
    Request.Supersedes supersedes =
        plain || latest
            ? Request.Supersedes.AllKnown.INSTANCE
            : session == null
                ? Request.Supersedes.Nothing.INSTANCE
                : new Request.Supersedes.Exactly(session.seen());
    Precondition condition = register ? Precondition.SomethingLive.INSTANCE : null;
    Request.Write write =
        new Request.Write(
            key, delete ? null : content(), supersedes, condition, w, strict, latest, TIMEOUT);
    if (session != null && supersedes instanceof Request.Supersedes.Exactly) {
      cluster.ledger().writes(key, supersedes, session.shown());
    }
    long asked = cluster.timeline().now();
    long deliveries = cluster.deliveries();
    submit(
        action,
        random,
        write,
        () -> describe(write),
        outcome -> done(write, asked, deliveries, outcome));
  }

  /** What a client goes by; null for one that has seen nothing. */
  private Session session(SplittableRandom random, Key key) {
    List<Session> known = sessions.get(key);
    if (known == null || random.nextInt(4) == 0) {
      return null;
    }
    int back = random.nextInt(3) == 0 ? random.nextInt(known.size()) : 0;
    return known.get(known.size() - 1 - back);
  }

  private String describe(Request.Write write) {
    String what =
        write.content() == null
            ? "delete"
            : "put " + new String(write.content().value(), StandardCharsets.US_ASCII);
    String with =
        write.precondition() != null
            ? " if " + write.precondition()
            : write.supersedes() instanceof Request.Supersedes.Exactly exactly
                ? " after " + exactly.seen().context()
                : " " + write.supersedes().getClass().getSimpleName();
    return (write.strict() ? "strict " : "") + write.w() + " " + what + " of " + write.key() + with;
  }

  private void done(Request.Write write, long asked, long deliveries, Outcome outcome) {
    if (outcome instanceof Outcome.WriteDone done) {
      long now = cluster.timeline().now();
      // Who had to wait for owners may have gone on without hearing what is there.
      boolean quorate =
          write.strict() && write.w().of(done.n()) > done.n() / 2 && now - asked < PROMPT_NANOS;
      boolean knows = isQuiet || quorate && !faults.hasLostDisk();
      cluster.ledger().acknowledged(write, done, asked, now, knows, isQuiet);
      requireDurable(write, done, deliveries);
      cluster.watch().look(write.key());
      if (write.precondition() == null) {
        Set<Dot> shown = cluster.ledger().shownByWrite(write.key(), done.dot());
        remember(write.key(), new Session(done.seen(), shown));
      } else {
        shown(write.key(), done.siblings());
      }
    } else if (outcome instanceof Outcome.PreconditionFailed failed) {
      shown(write.key(), failed.current());
      cluster.ledger().readStrictly(write.key(), failed.current(), asked);
    } else if (outcome instanceof Outcome.InvalidContext invalid) {
      cluster.wrong("a context was refused that had been given out: " + invalid.detail());
    }
  }

  /** As many nodes as the client was promised have it on disk, now that it is told so. */
  private void requireDurable(Request.Write write, Outcome.WriteDone done, long deliveries) {
    int holders = faults.hasLostDisk() ? 1 : 0;
    // Who is no owner any more may have dropped its copy since.
    int wanted = Math.min(write.w().of(done.n()), cluster.ownersOf(write.key()).size());
    for (SimulatedNode node : cluster.nodes()) {
      boolean known = node.isUp() && node.process().state().isReady();
      holders +=
          !known || node.process().state().holds(write.key(), done.dot(), write.strict()) ? 1 : 0;
    }
    // Two hints for one owner become one copy.
    boolean hintsMayBeDelivered = !write.strict() && cluster.deliveries() != deliveries;
    if (holders < wanted && !hintsMayBeDelivered) {
      cluster.wrong(
          done.dot()
              + " of "
              + write.key()
              + " was acknowledged by "
              + wanted
              + ", and "
              + holders
              + " have it on disk");
    }
  }

  /** Conditions are for registers, where there are any. */
  private Key register(SplittableRandom random, Key other) {
    List<Key> registers = keys.stream().filter(k -> k.bucket().equals("register")).toList();
    return registers.isEmpty() ? other : registers.get(random.nextInt(registers.size()));
  }

  private void writeConditionally(Plan.Action action, SplittableRandom random, Key key) {
    if (!key.bucket().equals("register")) {
      write(action, random, key);
      return;
    }
    List<String> known = etags.getOrDefault(key, List.of());
    Precondition precondition;
    if (known.isEmpty() || random.nextInt(6) == 0) {
      precondition = Precondition.NothingLive.INSTANCE;
    } else if (random.nextInt(5) == 0) {
      precondition = Precondition.SomethingLive.INSTANCE;
    } else {
      int back = random.nextInt(4) == 0 ? random.nextInt(known.size()) : 0;
      precondition = new Precondition.Matches(Set.of(known.get(known.size() - 1 - back)));
    }
    Request.Write write =
        new Request.Write(
            key,
            content(),
            Request.Supersedes.AllKnown.INSTANCE,
            precondition,
            Level.QUORUM,
            false,
            false,
            TIMEOUT);
    long asked = cluster.timeline().now();
    long deliveries = cluster.deliveries();
    submit(
        action,
        random,
        write,
        () -> describe(write),
        outcome -> done(write, asked, deliveries, outcome));
  }

  /** Null where each has its answer; those of processes that were killed get none. */
  String whoWaits() {
    waiting.removeIf(open -> open.node().process() != open.process());
    return waiting.isEmpty() ? null : waiting.get(0).what().get() + " was never answered";
  }

  void checkAtRest(Key key, Siblings held) {
    if (key.bucket().equals("register") && held.versions().size() > 1) {
      cluster.wrong("conditional writes left siblings of " + key + ": " + held.versions());
    }
    int writers = held.context().size();
    if (writers > 40) {
      cluster.wrong("the context of " + key + " has grown to " + writers + " entries");
    }
  }
}
