package aitta.simulation;

import aitta.model.NodeId;
import aitta.node.LocalAnswers;
import aitta.peer.LocalParts;
import aitta.peer.PeerMessage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a node is asked and says, with what is wrong there by intent. */
final class NodeAnswers implements LocalParts {
  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final BooleanSupplier dead;
  private final LocalAnswers all = new LocalAnswers((from, question, deadlineNanos, reply) -> {});

  NodeAnswers(SimulatedNode node, SimulatedCluster cluster, BooleanSupplier dead) {
    this.node = node;
    this.cluster = cluster;
    this.dead = dead;
  }

  /** To be called once. */
  void by(LocalAnswers.DataParts parts) {
    all.by(parts);
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
      all.answer(
          from,
          question,
          deadlineNanos,
          answer -> {
            if (!dead.getAsBoolean()) {
              cluster.answered(node, from, question, answer);
              replied.accept(cluster.flaw().reply(node, from, question, answer));
            }
          });
    }
  }
}
