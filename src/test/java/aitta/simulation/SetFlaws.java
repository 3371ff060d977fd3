package aitta.simulation;

import aitta.coordinator.Minter;
import aitta.peer.PeerMessage;
import aitta.version.Context;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
        Flaw.answered(
            (node, question, reply) ->
                reply instanceof PeerMessage.Stored stored
                    ? new PeerMessage.Stored(
                        stored.id(), 0, stored.fit(), stored.life(), stored.seqNr())
                    : reply));
    all.put(
        "answers come without their history",
        Flaw.answered(
            (node, question, reply) ->
                reply instanceof PeerMessage.Full full
                    ? new PeerMessage.Full(
                        full.id(),
                        new Siblings(
                            ofVersions(full.siblings()),
                            full.siblings().versions(),
                            full.siblings().newest()),
                        full.fit())
                    : reply));
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
        Flaw.asked(
            (node, question, reply) -> {
              if (!(question instanceof PeerMessage.Store store)) {
                return question;
              }
              Siblings held = node.process().state().held(store.key());
              Siblings incoming = store.siblings();
              return new PeerMessage.Store(
                  store.id(),
                  store.key(),
                  new Siblings(
                      incoming.context().join(held.context()),
                      incoming.versions(),
                      incoming.newest()),
                  store.list());
            }));
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
        Flaw.asked(
            (node, question, reply) -> {
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
            }));
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
    return Flaw.asked(
        (node, question, reply) ->
            question instanceof PeerMessage.Store store
                ? new PeerMessage.Store(
                    store.id(),
                    store.key(),
                    change.apply(store.siblings()),
                    store.life(),
                    store.seqNr(),
                    store.list())
                : question);
  }
}
