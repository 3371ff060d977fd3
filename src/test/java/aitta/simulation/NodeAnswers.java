package aitta.simulation;

import aitta.antientropy.ConfirmAnswer;
import aitta.antientropy.RepairKeeper;
import aitta.coordinator.Coordinators;
import aitta.hint.HintStore;
import aitta.model.NodeId;
import aitta.peer.LocalParts;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.replica.RangeReplica;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Hands what a node is asked to the part that answers it, as production does. */
final class NodeAnswers implements LocalParts {
  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final BooleanSupplier dead;
  private NodeParts parts;

  NodeAnswers(SimulatedNode node, SimulatedCluster cluster, BooleanSupplier dead) {
    this.node = node;
    this.cluster = cluster;
    this.dead = dead;
  }

  /** To be called once, before anything is asked. */
  void by(NodeParts all) {
    parts = all;
  }

  @Override
  public void answer(
      NodeId from,
      PeerMessage.Question asked,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> replied) {
    if (dead.getAsBoolean()) {
      return;
    }
    cluster.asked(node.id, from, asked);
    PeerMessage.Question question = cluster.flaw().question(node, from, asked, replied);
    if (question != null) {
      handOn(
          from,
          question,
          deadlineNanos,
          answer -> {
            if (!dead.getAsBoolean()) {
              replied.accept(cluster.flaw().reply(node, from, question, answer));
            }
          });
    }
  }

  private void handOn(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    if (parts.ownerAnswers() != null && parts.ownerAnswers().to(question, reply)) {
      return;
    }
    if (question instanceof RangeMessage.StartRepair start) {
      parts.repairs().tell(new RepairKeeper.Begin(start.range()));
      reply.accept(new RangeMessage.Started(start.id()));
    } else if (question instanceof RangeMessage.Confirm confirm) {
      ConfirmAnswer answer =
          ConfirmAnswer.to(
              confirm.lives(), parts.copies(), range -> parts.local().seen(range, from));
      reply.accept(new RangeMessage.Confirmed(confirm.id(), answer.confirmed(), answer.denied()));
    } else if (question instanceof PeerMessage.OfReplica ofReplica) {
      askCopy(ofReplica.key().range(SimulatedCluster.RANGES), from, question, deadlineNanos, reply);
    } else if (question instanceof RangeMessage.HintsAbout about) {
      parts.hints().tell(new HintStore.About(about, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.OfHints ofHints) {
      parts.hints().tell(new HintStore.Answer(ofHints, deadlineNanos, reply));
    } else if (question instanceof PeerMessage.Forward forward) {
      parts.coordinators().tell(new Coordinators.Accept(forward, deadlineNanos, reply));
    } else if (question instanceof OwnerMessage.OfOwners ofOwners) {
      askCopy(ofOwners.range(), from, question, deadlineNanos, reply);
    } else if (question instanceof RangeMessage.OfRange ofRange) {
      askCopy(ofRange.range(), from, question, deadlineNanos, reply);
    }
  }

  private void askCopy(
      int range,
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    parts.local().ask(range, new RangeReplica.Answer(from, question, deadlineNanos, reply));
  }
}
