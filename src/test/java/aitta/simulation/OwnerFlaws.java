package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.model.NodeId;
import aitta.node.ReplicaCopies;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Question;
import aitta.peer.PeerMessage.Reply;
import aitta.peer.RangeMessage;
import aitta.replica.Fitness;
import aitta.replica.ReplicaFigures;
import aitta.storage.TableId;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What is done too soon, or too late, while a range changes its owners.
 *
 * <p>That a sealed copy takes plain writes is not among them, for it does no harm: a newcomer is
 * fit once it has exchanged, under the new list, with as many owners as a quorum's write may have
 * missed; what one of these took while it was sealed it took before it heard of that list, and so
 * before that exchange. What a sealed copy must not do is to be read.
 */
final class OwnerFlaws {
  private OwnerFlaws() {}

  static void addTo(Map<String, Flaw> all) {
    all.put(
        "a list is decided before the newcomer has what the owners have",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return reply instanceof OwnerMessage.FillIs fill
                ? new OwnerMessage.FillIs(fill.id(), true)
                : reply;
          }

          @Override
          Copies copies(Copies copies) {
            return fitWhenBegun(copies);
          }
        });
    all.put(
        "a newcomer counts as fit before it has caught up",
        new Flaw() {
          @Override
          Copies copies(Copies copies) {
            return fitWhenBegun(copies);
          }
        });
    all.put(
        "a leaver goes before others have heard of the newest lists",
        new Flaw() {
          @Override
          boolean leavesUnheard() {
            return true;
          }
        });
    all.put(
        "a newcomer that has lost nothing confirms nobody",
        Flaw.answered(
            (node, question, reply) ->
                reply instanceof RangeMessage.Confirmed said
                    ? new RangeMessage.Confirmed(
                        said.id(), ofFit(node, said.confirmed()), ofFit(node, said.denied()))
                    : reply));
    all.put(
        "an owner that a decree leaves is believed before others were asked",
        new Flaw() {
          @Override
          Copies copies(Copies copies) {
            return fitWhere(copies, ReplicaFigures.Copy::decreed);
          }
        });
    all.put(
        "an old copy goes before any owner has all of it",
        new Flaw() {
          @Override
          boolean dropsOldCopies() {
            return true;
          }
        });
    all.put(
        "a sealed copy is read",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.Fetch fetch
                  && fetch.list() != PeerMessage.OfReplica.ANY_LIST
                  && isOf(
                      node,
                      fetch,
                      copy -> copy.sealed() && fetch.list() == copy.list().version())) {
                return new PeerMessage.Fetch(
                    fetch.id(), fetch.key(), fetch.full(), PeerMessage.OfReplica.ANY_LIST);
              }
              return question;
            }));
    all.put(
        "a write under an old list is taken after the next one was decided",
        Flaw.asked(takingWrites((copy, list) -> list < copy.list().version())));
    all.put("a vote is forgotten at a start", CopyFlaws.forgetting((byte) 0, (byte) 'o'));
  }

  /** A copy that was begun under a later list than the first one is fit at once. */
  private static Copies fitWhenBegun(Copies copies) {
    return fitWhere(copies, copy -> copy.table().taken() >= 2 * TableId.TABLES_OF_A_LIST);
  }

  private static Copies fitWhere(Copies copies, Predicate<ReplicaFigures.Copy> where) {
    ReplicaFigures figures = ((ReplicaCopies) copies).figures();
    return (Copies)
        CopyFlaws.wrapped(
            Copies.class,
            copies,
            (method, arguments) -> {
              int range = (int) arguments[0];
              if (figures.of(range).filter(where).isPresent()) {
                copies.of(range).ifPresent(copy -> copies.caughtUp(range, copy.life()));
              }
            },
            "of");
  }

  private static int[] ofFit(SimulatedNode node, int[] ranges) {
    ReplicaFigures figures = node.process().state().figures();
    return IntStream.of(ranges)
        .filter(range -> figures.of(range).filter(c -> c.fitness() != Fitness.BEHIND).isPresent())
        .toArray();
  }

  private static boolean isOf(
      SimulatedNode node, PeerMessage.OfReplica question, Predicate<ReplicaFigures.Copy> is) {
    int range = question.key().range(SimulatedCluster.RANGES);
    return node.process().state().figures().of(range).filter(is).isPresent();
  }

  /** Copies do not look at the list under which they are asked to store, where that is so. */
  private static Flaw.Asked takingWrites(BiPredicate<ReplicaFigures.Copy, Integer> where) {
    return (node, question, reply) -> {
      if (!(question instanceof PeerMessage.Store store)
          || store.list() == PeerMessage.OfReplica.ANY_LIST) {
        return question;
      }
      boolean taken = isOf(node, store, copy -> where.test(copy, store.list()));
      return taken
          ? new PeerMessage.Store(
              store.id(),
              store.key(),
              store.siblings(),
              store.life(),
              store.seqNr(),
              PeerMessage.OfReplica.ANY_LIST)
          : question;
    };
  }
}
