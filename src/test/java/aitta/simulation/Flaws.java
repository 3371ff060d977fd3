package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.coordinator.Minter;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Question;
import aitta.peer.PeerMessage.Reply;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Siblings;
import aitta.version.Version;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Deliberate mistakes, by name. */
final class Flaws {

  private Flaws() {}

  static Map<String, Flaw> all() {
    Map<String, Flaw> all = new TreeMap<>();
    ofCopies(all);
    ofClocks(all);
    ofAcknowledgements(all);
    ofSets(all);
    ofConditions(all);
    ofReclaiming(all);
    return all;
  }

  private static void ofCopies(Map<String, Flaw> all) {
    all.put(
        "a copy that was lost counts as one that never was",
        new Flaw() {
          @Override
          boolean fresh(boolean isFresh) {
            return true;
          }
        });
    all.put(
        "every copy is confirmed",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return question instanceof RangeMessage.Confirm confirm
                ? new RangeMessage.Confirmed(
                    confirm.id(),
                    confirm.lives().stream().mapToInt(RangeMessage.RangeLife::range).toArray(),
                    new int[0])
                : reply;
          }
        });
    all.put(
        "copies that are behind are counted",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            if (reply instanceof PeerMessage.Full full) {
              return new PeerMessage.Full(full.id(), full.siblings(), true);
            }
            return reply instanceof PeerMessage.Known known
                ? new PeerMessage.Known(known.id(), known.summary(), true)
                : reply;
          }
        });
    all.put(
        "a copy that is behind takes itself for fit",
        new Flaw() {
          @Override
          Copies copies(Copies copies) {
            return (Copies)
                wrapped(
                    Copies.class,
                    copies,
                    (method, arguments) ->
                        copies
                            .of((int) arguments[0])
                            .ifPresent(copy -> copies.caughtUp((int) arguments[0], copy.life())),
                    "of");
          }
        });
    all.put(
        "an exchange stores nothing",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof RangeMessage.StoreSets) {
              reply.accept(new PeerMessage.Stored(question.id(), 0));
              return null;
            }
            return question;
          }
        });
  }

  private interface Before {
    void call(String method, Object[] arguments);
  }

  private static Object wrapped(Class<?> type, Object real, Before before, String name) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals(name)) {
            before.call(name, arguments);
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static void ofClocks(Map<String, Flaw> all) {
    all.put(
        "a dot is used again after a crash",
        new Flaw() {
          @Override
          RandomGenerator random(SimulatedNode node, RandomGenerator random) {
            return new SplittableRandom(node.id.hashCode());
          }
        });
    all.put(
        "clocks are cut",
        changing(
            siblings ->
                new Siblings(ofVersions(siblings), siblings.versions(), siblings.newest())));
    all.put(
        "a version is sent alone",
        changing(
            siblings -> {
              int last = siblings.versions().size() - 1;
              return last < 1
                  ? siblings
                  : new Siblings(
                      Context.EMPTY.advancedTo(siblings.versions().get(last).dot()),
                      siblings.versions().subList(last, last + 1),
                      siblings.newest());
            }));
    all.put(
        "what is newer by time elsewhere is not asked for",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return reply instanceof PeerMessage.Stored stored
                ? new PeerMessage.Stored(stored.id(), 0, stored.life(), stored.seqNr())
                : reply;
          }
        });
    all.put(
        "answers come without their history",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return reply instanceof PeerMessage.Full full
                ? new PeerMessage.Full(
                    full.id(),
                    new Siblings(
                        ofVersions(full.siblings()),
                        full.siblings().versions(),
                        full.siblings().newest()),
                    full.fit())
                : reply;
          }
        });
  }

  private static Context ofVersions(Siblings siblings) {
    Context context = Context.EMPTY;
    for (Version version : siblings.versions()) {
      context = context.advancedTo(version.dot());
    }
    return context;
  }

  /** Sets that arrive to be stored are others than were sent. */
  private static Flaw changing(UnaryOperator<Siblings> change) {
    return new Flaw() {
      @Override
      Question question(SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
        return question instanceof PeerMessage.Store store
            ? new PeerMessage.Store(
                store.id(),
                store.key(),
                change.apply(store.siblings()),
                store.life(),
                store.seqNr(),
                store.list())
            : question;
      }
    };
  }

  private static void ofAcknowledgements(Map<String, Flaw> all) {
    all.put(
        "a strict write counts stand-ins",
        new Flaw() {
          @Override
          Request request(Request request) {
            return request instanceof Request.Write w && w.precondition() == null
                ? new Request.Write(
                    w.key(),
                    w.content(),
                    w.supersedes(),
                    null,
                    w.w(),
                    false,
                    w.latest(),
                    w.timeout())
                : request;
          }
        });
    all.put(
        "a strict read counts stand-ins",
        new Flaw() {
          @Override
          Request request(Request request) {
            return request instanceof Request.Read r
                ? new Request.Read(r.key(), r.r(), false, r.timeout())
                : request;
          }
        });
    all.put(
        "a copy is acknowledged before it is on disk",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof PeerMessage.Store store) {
              reply.accept(new PeerMessage.Stored(store.id(), 0));
              return new PeerMessage.Store(0, store.key(), store.siblings(), store.list());
            }
            return question;
          }
        });
    all.put("a copy is acknowledged and dropped", acknowledging(PeerMessage.Store.class));
    all.put("a hint that counted is dropped", acknowledging(PeerMessage.Keep.class));
    all.put(
        "a refusal is taken for an acknowledgement",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            boolean refused = reply instanceof PeerMessage.Refused;
            return refused && question instanceof PeerMessage.Store
                ? new PeerMessage.Stored(reply.id(), 0)
                : reply;
          }
        });
    all.put(
        "the disk forgets what it acknowledged last",
        new Flaw() {
          @Override
          int eventsLostAtCrash() {
            return 1;
          }
        });
    all.put(
        "deletes are acknowledged and dropped",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof PeerMessage.Store store
                && store.siblings().versions().stream().allMatch(Version::deleted)) {
              reply.accept(new PeerMessage.Stored(store.id(), 0));
              return null;
            }
            return question;
          }
        });
  }

  private static Flaw acknowledging(Class<?> type) {
    return new Flaw() {
      @Override
      Question question(SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
        if (!type.isInstance(question)) {
          return question;
        }
        reply.accept(
            question instanceof PeerMessage.Keep keep
                ? new PeerMessage.Kept(keep.id(), keep.targets())
                : new PeerMessage.Stored(question.id(), 0));
        return null;
      }
    };
  }

  private static void ofSets(Map<String, Flaw> all) {
    all.put(
        "a merge keeps one sibling",
        changing(
            siblings ->
                siblings.versions().size() < 2
                    ? siblings
                    : new Siblings(
                        siblings.context(), siblings.versions().subList(0, 1), siblings.newest())));
    all.put(
        "a copy is overwritten, not joined",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (!(question instanceof PeerMessage.Store store)) {
              return question;
            }
            Siblings held = Simulation.held(node, store.key());
            Siblings incoming = store.siblings();
            return new PeerMessage.Store(
                store.id(),
                store.key(),
                new Siblings(
                    incoming.context().join(held.context()),
                    incoming.versions(),
                    incoming.newest()),
                store.list());
          }
        });
    all.put(
        "a plain overwrite asks nobody what is there",
        new Flaw() {
          @Override
          Minter minter(Minter minter) {
            return (Minter)
                wrapped(
                    Minter.class,
                    minter,
                    (method, arguments) -> arguments[3] = Context.EMPTY,
                    "mintAsOwner");
          }
        });
  }

  private static void ofConditions(Map<String, Flaw> all) {
    all.put(
        "a ballot is used again after a start",
        new Flaw() {
          @Override
          long start(long number) {
            return 1;
          }

          @Override
          RandomGenerator random(SimulatedNode node, RandomGenerator random) {
            return new RandomGenerator() {
              private long calls;

              @Override
              public long nextLong() {
                return calls++ == 0 ? 77 + node.id.hashCode() * (1L << 20) : random.nextLong();
              }
            };
          }
        });
    all.put(
        "a condition is judged by nothing",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            boolean register =
                question instanceof PeerMessage.Fetch fetch
                    && fetch.key().bucket().equals("register");
            return register && reply instanceof PeerMessage.Full full && full.id() % 3 == 0
                ? new PeerMessage.Full(full.id(), Siblings.EMPTY, full.fit())
                : reply;
          }
        });
  }

  private static void ofReclaiming(Map<String, Flaw> all) {
    all.put(
        "the marks of reclaiming are not compared",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof RangeMessage.StoreSets store) {
              long own = node.process().ownCopy(store.range()).reclaims();
              return new RangeMessage.StoreSets(
                  store.id(), store.range(), marked(store.mine(), own), store.sets());
            }
            return question instanceof RangeMessage.Compare compare
                ? new RangeMessage.Compare(
                    compare.id(), compare.range(), marked(compare.mine(), 0), compare.root())
                : question;
          }

          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return reply instanceof RangeMessage.Compared compared
                ? new RangeMessage.Compared(
                    compared.id(),
                    marked(compared.theirs(), 0),
                    compared.keys(),
                    compared.branches())
                : reply;
          }
        });
    all.put(
        "a tombstone is reaped by its age alone",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof PeerMessage.Store store && !store.siblings().isEmpty()) {
              reap(node, store.key());
            }
            return question;
          }
        });
  }

  private static Standing marked(Standing standing, long reclaims) {
    return new Standing(
        standing.life(),
        standing.seqNr(),
        reclaims,
        standing.fit(),
        standing.promised(),
        standing.list());
  }

  /** A dead key is forgotten here, whatever the others hold. */
  private static void reap(SimulatedNode node, Key key) {
    Siblings held = Simulation.held(node, key);
    long now = node.clock.millis();
    boolean dead =
        !held.isEmpty()
            && held.versions().stream()
                .allMatch(v -> v.deleted() && v.lastModifiedMillis() + 500 < now);
    if (dead) {
      node.process().forget(key);
    }
  }

  static List<String> names() {
    return List.copyOf(all().keySet());
  }
}
