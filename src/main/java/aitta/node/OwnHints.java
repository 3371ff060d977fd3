package aitta.node;

import aitta.clock.NodeClock;
import aitta.config.Settings;
import aitta.handover.OwnerLists;
import aitta.hint.Delivery;
import aitta.hint.HintFigures;
import aitta.hint.HintSetup;
import aitta.hint.HintStore;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.model.NodeId;
import aitta.pace.Rate;
import aitta.peer.Peers;
import aitta.tuning.Tunable;
import aitta.tuning.Tuning;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** What one node keeps for others. Wired here, nothing is decided. */
final class OwnHints {
  private final Settings settings;
  private final DataDirectory directory;
  private final NodeStorage storage;
  private final NodeClock clock;
  private final HintFigures figures = new HintFigures();

  OwnHints(Settings settings, DataDirectory directory, NodeStorage storage, NodeClock clock) {
    this.settings = settings;
    this.directory = directory;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * @param counted told now and then how many there are, by the node that they are for
   */
  ActorRef<HintStore.Command> start(
      ActorContext<?> guardian,
      Supplier<ClusterView> views,
      OwnerLists lists,
      Peers peers,
      Tuning tuning,
      Yielding rates,
      OwnReplicas replicas,
      Consumer<Map<NodeId, Long>> counted) {
    HintSetup setup =
        new HintSetup(
            storage.store(),
            clock,
            peers,
            new SecureRandom(),
            replicas.limits(),
            settings.hint().maxBytes(),
            settings.hint().maxAge(),
            directory.isCopied(),
            () -> clock.millis() - settings.tombstone().grace().toMillis(),
            replicas.budget(),
            () -> pace(tuning, rates.hints()),
            storage.disk(),
            key -> lists.of(key.range(lists.ranges())),
            new RouteTable(views, lists)::keepersOf,
            node -> views.get().ring().map(ring -> ring.members().containsKey(node)).orElse(true),
            node -> views.get().isReachable(node),
            () -> lists.ring().isLeaving(peers.self()),
            () -> Farewell.isOver(lists.ring(), peers.self()),
            counted,
            figures);
    return guardian.spawn(
        Supervised.restarting(
            HintStore.create(
                setup, () -> storage.kept().tablesLike(HintStore.TABLE), storage.dropped()::drop)),
        "hints",
        Supervised.STORAGE);
  }

  private Delivery.Pace pace(Tuning tuning, Rate rate) {
    return new Delivery.Pace(
        settings.hint().deliveryInterval(),
        tuning.number(Tunable.HINT_BATCH_COUNT),
        settings.hint().batchBytes(),
        rate);
  }

  HintFigures figures() {
    return figures;
  }
}
