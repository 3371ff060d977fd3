package aitta.node;

import aitta.antientropy.ConfirmAnswer;
import aitta.coordinator.Minter;
import aitta.handover.OwnerLists;
import aitta.hint.HintStore;
import aitta.model.NodeId;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Standing;
import aitta.replica.Fitness;
import aitta.replica.Heard;
import aitta.replica.PeerMarks;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.request.Request;
import aitta.ring.RangeOwners;
import aitta.version.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to this node's copies, by range, and to its hints. Safe for use by many threads. */
public final class LocalCopies implements Minter {
  private final NodeId self;
  private final OwnerLists lists;
  private final Map<Integer, ActorRef<RangeReplica.Command>> replicas;
  private final ReplicaFigures figures;
  private final Consumer<HintStore.Command> hints;
  private final PeerMarks marks = new PeerMarks();

  public LocalCopies(
      NodeId self,
      OwnerLists lists,
      Map<Integer, ActorRef<RangeReplica.Command>> replicas,
      ReplicaFigures figures,
      Consumer<HintStore.Command> hints) {
    this.self = self;
    this.lists = lists;
    this.replicas = replicas;
    this.figures = figures;
    this.hints = hints;
  }

  NodeId self() {
    return self;
  }

  /** How far each peer's copies were ever seen. */
  public PeerMarks marks() {
    return marks;
  }

  /** How far a node's copy of the range was ever seen; null for never. */
  public ConfirmAnswer.Seen seen(int range, NodeId node) {
    Heard heard = marks.of(range, node);
    return heard == null ? null : new ConfirmAnswer.Seen(heard.life(), heard.seqNr());
  }

  /** Sees to it that the copy of the range answers, or says that there is none. */
  public void ask(int range, RangeReplica.Answer message) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica == null) {
      message.reply().accept(noCopy(range, message.question()));
    } else {
      replica.tell(message);
    }
  }

  private PeerMessage.Reply noCopy(int range, PeerMessage.Question question) {
    RangeOwners list = lists.of(range);
    boolean isOld =
        question instanceof PeerMessage.OfReplica ofReplica && ofReplica.list() < list.version();
    return isOld
        ? new OwnerMessage.ListIs(question.id(), list)
        : new PeerMessage.Refused(
            question.id(), PeerMessage.Reason.NOT_OWNER, self + " has no copy of range " + range);
  }

  @Override
  public Standing ownCopy(int range) {
    return figures
        .of(range)
        .filter(copy -> copy.fitness() != Fitness.UNCONFIRMED) // its life is nobody's business yet
        .map(ReplicaFigures.Copy::standing)
        .orElse(Standing.NONE);
  }

  @Override
  public void heard(int range, NodeId peer, long life, long seqNr) {
    ActorRef<RangeReplica.Command> replica = peer.equals(self) ? null : replicas.get(range);
    if (replica != null && marks.heard(range, peer, life, seqNr)) {
      replica.tell(RangeReplica.NoteLives.INSTANCE);
    }
  }

  @Override
  public boolean isFit(int range) {
    return figures.of(range).filter(copy -> copy.fitness() == Fitness.FIT).isPresent();
  }

  @Override
  public void mintAsOwner(
      int range,
      int list,
      Request.Write write,
      Context learned,
      long above,
      long deadlineNanos,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> stored) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica == null) {
      minted.accept(
          new RangeReplica.MintRefused(
              PeerMessage.Reason.NOT_OWNER, self + " has no copy of range " + range));
    } else {
      replica.tell(
          new RangeReplica.Mint(list, write, learned, above, deadlineNanos, minted, stored));
    }
  }

  @Override
  public void mintAsStandIn(
      List<NodeId> owners,
      Request.Write write,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept) {
    hints.accept(new HintStore.Mint(owners, write, above, minted, kept));
  }
}
