package aitta.node;

import aitta.antientropy.Owners;
import aitta.clock.NodeClock;
import aitta.handover.ChangeDriver;
import aitta.handover.CopyKeeper;
import aitta.handover.OwnerAnswers;
import aitta.handover.OwnerLists;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.Transfer;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** What moves ranges to and from one node: wired to each other here, nothing is decided. */
final class Moving {
  private final OwnerLists lists;
  private final Owners owners;
  private final ReplicaFigures figures;
  private final Map<Integer, ActorRef<RangeReplica.Command>> replicas;
  private volatile ActorRef<CopyKeeper.Command> copies;
  private volatile List<Transfer> transfers = List.of();
  private OwnerAnswers answers;

  /**
   * @param replicas this node's copies by range; from the start on changed by this alone
   */
  Moving(
      OwnerLists lists,
      Owners owners,
      ReplicaFigures figures,
      Map<Integer, ActorRef<RangeReplica.Command>> replicas) {
    this.lists = lists;
    this.owners = owners;
    this.figures = figures;
    this.replicas = replicas;
  }

  /**
   * @param replica makes the copy whose rows lie in that table
   */
  void start(
      ActorContext<?> guardian,
      Healing.Supervision restarting,
      DispatcherSelector blocking,
      NodeClock clock,
      Peers peers,
      Healing healing,
      BooleanSupplier diskFull,
      Function<TableId, Behavior<RangeReplica.Command>> replica) {
    copies =
        guardian.spawn(
            restarting.of(
                CopyKeeper.create(
                    new CopyKeeper.Setup(
                        lists,
                        owners,
                        clock,
                        figures,
                        replicas,
                        replica,
                        healing.repairs(),
                        diskFull,
                        healing::handoversAtOnce,
                        new SecureRandom(),
                        now -> transfers = now))),
            "copies",
            blocking);
    guardian.spawn(
        restarting.of(
            ChangeDriver.create(
                new ChangeDriver.Setup(peers, clock, lists, owners, figures, new SecureRandom()))),
        "changes",
        blocking);
    answers = new OwnerAnswers(lists, figures, replicas, healing.levels(), copies);
  }

  /** A list was news: this node's copy of the range hears of it at once. */
  void learn(RangeOwners list) {
    ActorRef<CopyKeeper.Command> keeper = copies;
    if (keeper != null) {
      keeper.tell(new CopyKeeper.Learn(list));
    }
  }

  /** Ranges on their way to this node. */
  List<Transfer> transfers() {
    return transfers;
  }

  /** Answers what is asked of the node about owners, but for what its replica has to answer. */
  BiPredicate<PeerMessage.Question, Consumer<PeerMessage.Reply>> answers() {
    return answers::to;
  }
}
