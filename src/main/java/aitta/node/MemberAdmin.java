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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator may do to the members of the ring, at whichever node it is asked for. */
final class MemberAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(MemberAdmin.class);
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(6);

  private final NodeContext context;
  private final ActorSystem<?> system;
  private final Consumer<List<Integer>> acceptLoss;

  /**
   * @param acceptLoss has the owners of these ranges go on with what they have
   */
  MemberAdmin(NodeContext context, ActorSystem<?> system, Consumer<List<Integer>> acceptLoss) {
    this.context = context;
    this.system = system;
    this.acceptLoss = acceptLoss;
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
    return change(
        ring ->
            Departure.judgeLeave(ring, node, force) instanceof Departure.Granted
                ? ring.withLeaving(node)
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
    if (dryRun || !(verdict instanceof Departure.Granted granted)) {
      return CompletableFuture.completedFuture(told(verdict, id));
    }
    LOG.warn("Node {} is declared gone for good{}", id, force ? ", by force" : "");
    return change(
            ring ->
                force
                    ? Departure.removedByDecree(ring, node)
                    : Departure.judgeRemoval(ring, node, alive, false) instanceof Departure.Granted
                        ? Departure.removed(ring, node)
                        : ring,
            ring -> ring.isRemoved(node),
            () -> told(Departure.judgeRemoval(ring(), node, alive, force), id))
        .thenApply(
            outcome -> {
              if (outcome == MemberOutcome.Begun.INSTANCE && !granted.decreed().isEmpty()) {
                acceptLoss.accept(granted.decreed());
              }
              return outcome;
            });
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
  private CompletionStage<MemberOutcome> change(
      UnaryOperator<Ring> change, Test done, Told otherwise) {
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
          return done.of(answer.ring()) ? MemberOutcome.Begun.INSTANCE : refusal(otherwise.now());
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
