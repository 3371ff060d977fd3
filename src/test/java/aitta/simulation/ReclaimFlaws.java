package aitta.simulation;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Question;
import aitta.peer.PeerMessage.Reply;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.version.Siblings;
import java.util.Map;
import java.util.function.Consumer;

/** What is forgotten of deletes too soon. */
final class ReclaimFlaws {
  private ReclaimFlaws() {}

  static void addTo(Map<String, Flaw> all) {
    all.put(
        "hints of a restored disk are delivered, however old",
        new Flaw() {
          @Override
          boolean forgetsOldHints() {
            return false;
          }
        });
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
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.Store store && !store.siblings().isEmpty()) {
                reap(node, store.key());
              }
              return question;
            }));
    all.put(
        "a reclaim is not told of hints",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof RangeMessage.HintsAbout about) {
                reply.accept(new RangeMessage.HeldHints(about.id(), new int[0]));
                return null;
              }
              return question;
            }));
  }

  private static Standing marked(Standing standing, long reclaims) {
    return new Standing(
        standing.life(),
        standing.seqNr(),
        reclaims,
        standing.fit(),
        standing.promised(),
        standing.list(),
        standing.pledge());
  }

  /** A dead key is forgotten here, whatever the others hold. */
  private static void reap(SimulatedNode node, Key key) {
    Siblings held = node.process().state().held(key);
    long now = node.clock.millis();
    boolean dead =
        !held.isEmpty()
            && held.versions().stream()
                .allMatch(v -> v.deleted() && v.lastModifiedMillis() + 500 < now);
    if (dead) {
      node.process().forget(key);
    }
  }
}
