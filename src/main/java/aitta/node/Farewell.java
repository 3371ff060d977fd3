package aitta.node;

import aitta.membership.ClusterView;
import aitta.membership.Ending;
import aitta.membership.Membership;
import aitta.membership.RingKeeper;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last steps of a node that is leaving: once nothing is left here that the ring needs, it marks
 * itself removed, has the others know, and ends the process. A leave that was interrupted goes on
 * after the next start, for the ring has it.
 */
public final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(6);

  /** More than twice what it takes to find out that somebody does not hear. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

  /** For the others to have it on disk too, and for requests that were on their way here. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Looks in a row that find nothing left: what is counted here is counted every second or two. */
  private static final int CONVINCED = 4;

  private final NodeContext context;
  private final ActorSystem<?> system;
  private final BooleanSupplier emptied;
  private volatile int looksEmptied;
  private volatile boolean going;
  private boolean saidItIsHeldBack;

  /**
   * @param emptied whether this node has no copy and no hint left
   */
  Farewell(NodeContext context, ActorSystem<?> system, BooleanSupplier emptied) {
    this.context = context;
    this.system = system;
    this.emptied = emptied;
  }

  /** To be called every second; never by two threads at once. */
  void look() {
    ClusterView view = context.view().get();
    Ring ring = view.ring().orElse(null);
    if (ring != null) {
      tellIfHeldBack(ring, view.self());
    }
    if (going
        || ring == null
        || !mayGo(ring, view.self())
        || !isHeard(ring, view.self(), view::isReachable)) {
      looksEmptied = 0;
      return;
    }
    looksEmptied = emptied.getAsBoolean() ? looksEmptied + 1 : 0;
    if (looksEmptied >= CONVINCED) {
      going = true;
      tellTheOthers(view.self());
    }
  }

  /**
   * Who stays must know the newest lists before this node goes, which may be the last that knows
   * them: a member that was told of them and crashed may not have kept them. (It takes them from
   * the others when it is back, so all must have heard but those that are known to be away.)
   */
  private void tellTheOthers(NodeId self) {
    AskPattern.<RingKeeper.Command, RingKeeper.Heard>ask(
            context.keeper(), RingKeeper.Spread::new, HEARD_WITHIN, system.scheduler())
        .whenComplete(
            (heard, failure) -> {
              if (heard == RingKeeper.Heard.ALL || heard == RingKeeper.Heard.SOME && isOneAway()) {
                go(self);
              } else {
                LOG.info("Cannot leave yet: not all members have heard of the newest ring");
                looksEmptied = 0;
                going = false;
              }
            });
  }

  /** Also one that is in the cluster and not in the ring: it cannot be told, and need not be. */
  private boolean isOneAway() {
    ClusterView view = context.view().get();
    return view.peers().keySet().stream().anyMatch(peer -> !view.isReachable(peer));
  }

  private void tellIfHeldBack(Ring ring, NodeId self) {
    boolean heldBack = ring.isHeldBack(self);
    if (heldBack && !saidItIsHeldBack) {
      LOG.warn(
          "This node was asked to leave and stays for now: without it fewer than {} nodes would be"
              + " left. It goes once another node has come, or is asked again with force=true",
          ring.replicas());
    }
    saidItIsHeldBack = heldBack;
  }

  /** Whether the ring knows this node as leaving, and needs it for nothing. */
  public static boolean mayGo(Ring ring, NodeId self) {
    return ring.isLeaving(self)
        && ring.rangesOwnedBy(self).isEmpty()
        && ring.placed().stream().noneMatch(member -> member.id().equals(self));
  }

  /** Whether a member that stays would hear that this node goes. */
  public static boolean isHeard(Ring ring, NodeId self, Predicate<NodeId> reachable) {
    return ring.placed().stream()
        .map(RingMember::id)
        .anyMatch(member -> !member.equals(self) && reachable.test(member));
  }

  /**
   * Whether a node may go, or has gone, by the ring: what it takes from now on nobody might take
   * from it.
   */
  public static boolean isOver(Ring ring, NodeId self) {
    return mayGo(ring, self) || ring.isRemoved(self);
  }

  private void go(NodeId self) {
    LOG.info("Everything is handed over; leaving the ring");
    AskPattern.<RingKeeper.Command, RingKeeper.Kept>ask(
            context.keeper(),
            replyTo ->
                new RingKeeper.Change(
                    ring -> mayGo(ring, self) ? ring.withoutMember(self) : ring, replyTo),
            KEPT_WITHIN,
            system.scheduler())
        .whenComplete((kept, failure) -> onKept(self, kept, failure));
  }

  private void onKept(NodeId self, RingKeeper.Kept kept, Throwable failure) {
    if (failure != null || !kept.ring().isRemoved(self)) {
      LOG.warn("Cannot leave yet: {}", failure != null ? failure : kept.problem());
      going = false;
      return;
    }
    Ending end = new Ending.Exit(0, "left the ring, with everything handed over");
    system
        .scheduler()
        .scheduleOnce(
            PAUSE,
            () -> context.membership().tell(new Membership.End(end)),
            system.executionContext());
  }
}
