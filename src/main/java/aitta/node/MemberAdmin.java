package aitta.node;

import aitta.api.MovePlan;
import aitta.http.MemberOutcome;
import aitta.membership.ClusterView;
import aitta.membership.RingKeeper;
import aitta.model.NodeId;
import aitta.ring.Departure;
import aitta.ring.Moves;
import aitta.ring.Ring;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator may do to the members of the ring, at whichever node it is asked for. */
final class MemberAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(MemberAdmin.class);
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(15);

  private final NodeContext context;
  private final ActorSystem<?> system;

  MemberAdmin(NodeContext context, ActorSystem<?> system) {
    this.context = context;
    this.system = system;
  }

  CompletionStage<MemberOutcome> leave(String id, boolean force, boolean dryRun) {
    if (!NodeId.isLegal(id)) {
      return unknown(id);
    }
    NodeId node = new NodeId(id);
    Departure.Verdict verdict = Departure.judgeLeave(ring(), node, force);
    if (dryRun || !(verdict instanceof Departure.Granted)) {
      return CompletableFuture.completedFuture(told(verdict, id));
    }
    LOG.info("Node {} is asked to leave the ring", id);
    return depart(
        node,
        force,
        ring ->
            Departure.judgeLeave(ring, node, force) instanceof Departure.Granted
                ? Departure.leaving(ring, node, force)
                : ring,
        ring -> ring.isLeaving(node) || ring.isRemoved(node),
        () -> told(Departure.judgeLeave(ring(), node, force), id));
  }

  CompletionStage<MemberOutcome> remove(String id, boolean force, boolean dryRun) {
    if (!NodeId.isLegal(id)) {
      return unknown(id);
    }
    NodeId node = new NodeId(id);
    ClusterView view = context.view().get();
    boolean alive = view.isReachable(node);
    Departure.Verdict verdict = Departure.judgeRemoval(ring(), node, alive, force);
    if (dryRun || !(verdict instanceof Departure.Granted)) {
      return CompletableFuture.completedFuture(told(verdict, id));
    }
    LOG.warn("Node {} is declared gone for good{}", id, force ? ", by force" : "");
    return depart(
        node,
        force,
        ring ->
            force
                ? Departure.removedByDecree(ring, node)
                : Departure.judgeRemoval(ring, node, alive, false) instanceof Departure.Granted
                    ? Departure.removed(ring, node)
                    : ring,
        ring -> ring.isRemoved(node),
        () -> told(Departure.judgeRemoval(ring(), node, alive, force), id));
  }

  private Ring ring() {
    return context.view().get().ring().orElseThrow(() -> new IllegalStateException("no ring yet"));
  }

  private interface Told {
    MemberOutcome now();
  }

  private interface Test {
    boolean of(Ring ring);
  }

  /**
   * @param done whether the ring is as it was to be
   * @param otherwise what to say where another change came in between
   */
  private CompletionStage<MemberOutcome> depart(
      NodeId node, boolean force, UnaryOperator<Ring> change, Test done, Told otherwise) {
    AtomicReference<Ring> before = new AtomicReference<>();
    return change(
            ring -> {
              before.set(ring);
              return change.apply(ring);
            })
        .thenCompose(
            told -> {
              if (!done.of(told)) {
                return CompletableFuture.completedFuture(refusal(otherwise.now()));
              }
              return force || Departure.unlessTooMany(told, before.get(), node) == told
                  ? CompletableFuture.completedFuture(MemberOutcome.Begun.INSTANCE)
                  : takeBack(before.get(), node);
            });
  }

  private CompletionStage<MemberOutcome> takeBack(Ring before, NodeId node) {
    LOG.warn("Node {} stays: at the same time another one was asked to go", node);
    return change(ring -> Departure.unlessTooMany(ring, before, node))
        .thenApply(
            ring ->
                new MemberOutcome.Conflict(
                    "another node was asked to go at the same time, and without both too few would"
                        + " be left; ask again"));
  }

  /** The newest ring, once the change is in it and others have been told. */
  private CompletionStage<Ring> change(UnaryOperator<Ring> change) {
    CompletionStage<RingKeeper.Kept> kept =
        AskPattern.ask(
            context.keeper(),
            replyTo -> new RingKeeper.Change(change, replyTo),
            KEPT_WITHIN,
            system.scheduler());
    return kept.thenApply(
        answer -> {
          if (!answer.problem().isEmpty()) {
            throw new IllegalStateException("the ring cannot be kept: " + answer.problem());
          }
          return answer.ring();
        });
  }

  private static MemberOutcome refusal(MemberOutcome now) {
    return now instanceof MemberOutcome.Planned
        ? new MemberOutcome.Conflict("the members have changed meanwhile; ask again")
        : now;
  }

  private static CompletionStage<MemberOutcome> unknown(String id) {
    return CompletableFuture.completedFuture(told(Departure.Unknown.INSTANCE, id));
  }

  private static MemberOutcome told(Departure.Verdict verdict, String id) {
    if (verdict instanceof Departure.Refused refused) {
      return new MemberOutcome.Conflict(refused.reason());
    } else if (verdict instanceof Departure.Granted granted) {
      return new MemberOutcome.Planned(
          new MovePlan(granted.moves().stream().map(MemberAdmin::move).toList()));
    }
    return new MemberOutcome.Unknown("no node of the ring has the id '" + id + "'");
  }

  private static MovePlan.Move move(Moves.Move move) {
    return new MovePlan.Move(
        move.range(), move.from() == null ? null : move.from().value(), move.to().value());
  }
}
