package aitta.handover;

import aitta.antientropy.Levels;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.replica.Fitness;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a node says of the owners of its ranges, but for what a replica has to answer. Safe for use
 * by many threads.
 *
 * @param levels under which lists its copies were compared
 * @param copies fills what is to come here
 */
public record OwnerAnswers(
    OwnerLists lists,
    ReplicaFigures figures,
    Map<Integer, ActorRef<RangeReplica.Command>> replicas,
    Levels levels,
    ActorRef<CopyKeeper.Command> copies) {
  /**
   * Answers, now or later.
   *
   * @return whether it is such a question
   */
  public boolean to(PeerMessage.Question question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof OwnerMessage.Decided decided) {
      lists.learn(decided.list());
    } else if (question instanceof OwnerMessage.Fill fill) {
      copies.tell(new CopyKeeper.Fill(fill, reply));
    } else if (question instanceof OwnerMessage.AskStands ask) {
      reply.accept(stands(ask));
    } else {
      return false;
    }
    return true;
  }

  private PeerMessage.Reply stands(OwnerMessage.AskStands ask) {
    ReplicaFigures.Copy copy = figures.of(ask.range()).orElse(null);
    if (copy == null) {
      boolean starting = replicas.containsKey(ask.range());
      return new PeerMessage.Refused(
          ask.id(),
          starting ? PeerMessage.Reason.STARTING : PeerMessage.Reason.NOT_OWNER,
          "range " + ask.range());
    }
    return new OwnerMessage.Stands(
        ask.id(),
        copy.list(),
        copy.sealed(),
        copy.fitness() == Fitness.FIT,
        copy.figures().keys(),
        copy.figures().bytes(),
        levels.with(ask.range(), copy.list().version()));
  }
}
