package aitta.antientropy;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.replica.Fitness;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node says of the health of its copies, but for what a replica has to answer. Safe for use
 * by many threads.
 *
 * @param repairs compares this node's copies with those of others
 * @param seen how far a node's copy of a range was ever seen by this one; null for never
 */
public record RepairAnswers(
    ActorRef<RepairKeeper.Command> repairs,
    Copies copies,
    Function<NodeId, Function<Integer, ConfirmAnswer.Seen>> seen) {
  private static final Logger LOG = LoggerFactory.getLogger(RepairAnswers.class);

  /** In place of a range. */
  public static final int ALL = -1;

  /**
   * Answers, now or later.
   *
   * @return whether it is such a question
   */
  public boolean to(NodeId from, PeerMessage.Question question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof RangeMessage.StartRepair start) {
      repairs.tell(new RepairKeeper.Begin(start.range()));
      reply.accept(new RangeMessage.Started(start.id()));
    } else if (question instanceof RangeMessage.AcceptLoss accept) {
      reply.accept(acceptLoss(accept));
    } else if (question instanceof RangeMessage.RepairProgress progress) {
      repairs.tell(
          new RepairKeeper.Report(
              ranges -> reply.accept(new RangeMessage.Progress(progress.id(), ranges))));
    } else if (question instanceof RangeMessage.Confirm confirm) {
      ConfirmAnswer answer = ConfirmAnswer.to(confirm.lives(), copies, seen.apply(from));
      reply.accept(new RangeMessage.Confirmed(confirm.id(), answer.confirmed(), answer.denied()));
    } else {
      return false;
    }
    return true;
  }

  private PeerMessage.Reply acceptLoss(RangeMessage.AcceptLoss accept) {
    if (accept.range() != ALL && copies.of(accept.range()).isEmpty()) {
      String detail = "no copy of range " + accept.range() + " is here yet";
      return new PeerMessage.Refused(accept.id(), Reason.NOT_OWNER, detail);
    }
    acceptLoss(accept.range());
    return new RangeMessage.Started(accept.id());
  }

  /**
   * This node's copies that are not fit go on with what they have.
   *
   * @param range or {@link #ALL}
   */
  public void acceptLoss(int range) {
    Set<Integer> wanted = range == ALL ? copies.ranges() : Set.of(range);
    wanted.stream()
        .filter(one -> copies.of(one).filter(c -> c.fitness() != Fitness.FIT).isPresent())
        .forEach(
            one -> {
              LOG.warn(
                  "range {}: a loss is accepted by an operator; it goes on with what is here", one);
              copies.acceptLoss(one);
            });
  }
}
