package aitta.node;

import aitta.antientropy.RepairAnswers;
import aitta.coordinator.Coordinators;
import aitta.hint.HintStore;
import aitta.model.NodeId;
import aitta.pace.Giving;
import aitta.peer.LocalParts;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.replica.RangeReplica;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Hands what a node is asked to the part of it that answers. Safe for use by many threads. */
public final class LocalAnswers implements LocalParts {
  /**
   * Those that have to do with data.
   *
   * @param ranges of the ring
   * @param owners answers what is asked about owners of ranges, if it is such a question
   * @param giving says when others are given what they fill or repair their copies with
   * @param asked told of each part of a request of another node
   * @param saving whether a backup is made: what is forgotten in one copy and not in another, and
   *     both are saved, would come back with the backup
   */
  public record DataParts(
      int ranges,
      LocalCopies copies,
      ActorRef<HintStore.Command> hints,
      Consumer<Coordinators.Accept> coordinators,
      RepairAnswers repairs,
      BiPredicate<PeerMessage.Question, Consumer<PeerMessage.Reply>> owners,
      Giving giving,
      Runnable asked,
      BooleanSupplier saving) {}

  private final LocalParts others;
  private volatile DataParts data;

  /**
   * @param others answer what has to do with no data
   */
  public LocalAnswers(LocalParts others) {
    this.others = others;
  }

  /** To be called once. What is asked before has no answer, as from a node that is not there. */
  public void by(DataParts parts) {
    data = parts;
  }

  @Override
  public void answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    DataParts parts = data;
    if (parts == null
        || parts.repairs.to(from, question, reply)
        || parts.owners.test(question, reply)) {
      return;
    }
    if (question instanceof PeerMessage.OfReplica ofReplica) {
      int range = ofReplica.key().range(parts.ranges);
      if (!from.equals(parts.copies.self())) {
        parts.asked.run();
      }
      parts.copies.ask(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.Forward forward) {
      parts.coordinators.accept(new Coordinators.Accept(forward, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.HintsAbout about) {
      parts.hints.tell(new HintStore.About(about, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.OfHints ofHints) {
      parts.hints.tell(new HintStore.Answer(ofHints, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.ApproveReclaim && parts.saving.getAsBoolean()) {
      reply.accept(
          new PeerMessage.Refused(question.id(), PeerMessage.Reason.NOT_FIT, "a backup is made"));
    } else if (question instanceof OwnerMessage.OfOwners ofOwners) {
      int range = ofOwners.range();
      parts.copies.ask(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else if (isToBeFilledWith(question) && !from.equals(parts.copies.self())) {
      parts.giving.answer(
          () -> give(parts, from, (RangeMessage.OfRange) question, deadlineNanos, reply));
    } else if (question instanceof RangeMessage.OfRange ofRange) {
      int range = ofRange.range();
      parts.copies.ask(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
    } else {
      others.answer(from, question, deadlineNanos, reply);
    }
  }

  private static boolean isToBeFilledWith(PeerMessage.Question question) {
    return question instanceof RangeMessage.FetchSets || question instanceof RangeMessage.ListKeys;
  }

  private static void give(
      DataParts parts,
      NodeId from,
      RangeMessage.OfRange question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    Consumer<PeerMessage.Reply> counted =
        answer -> {
          parts.giving.gave(PeerFormat.sizeBound(answer));
          reply.accept(answer);
        };
    parts.copies.ask(
        question.range(), new RangeReplica.Answer(from, question, deadlineNanos, counted));
  }
}
