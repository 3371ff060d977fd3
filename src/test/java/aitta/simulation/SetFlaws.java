package aitta.simulation;

import aitta.coordinator.Minter;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Question;
import aitta.peer.PeerMessage.Reply;
import aitta.version.Context;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What is wrong with the sets that nodes send each other, and with their contexts. */
final class SetFlaws {
  private SetFlaws() {}

  static void addTo(Map<String, Flaw> all) {
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
                CopyFlaws.wrapped(
                    Minter.class,
                    minter,
                    (method, arguments) -> arguments[3] = Context.EMPTY,
                    "mintAsOwner");
          }
        });
    all.put(
        "a repair brings a context without its versions",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            boolean repair =
                question instanceof PeerMessage.Store store
                    && store.id() == 0
                    && store.list() == PeerMessage.OfReplica.ANY_LIST;
            if (!repair) {
              return question;
            }
            PeerMessage.Store store = (PeerMessage.Store) question;
            Siblings bare =
                new Siblings(store.siblings().context(), List.of(), store.siblings().newest());
            return new PeerMessage.Store(0, store.key(), bare);
          }
        });
  }

  /** What the versions themselves say, and nothing of what they took the place of. */
  static Context ofVersions(Siblings siblings) {
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
}
