package aitta.hint;

import aitta.codec.MalformedException;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.storage.StorageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;

/** A {@link Delivery} for each target that has hints. Used by the hint store's thread. */
final class Deliveries {
  /** Told of replies on another thread. */
  interface OnReply {
    void replied(NodeId target, long question, PeerMessage.Reply reply);
  }

  private final HintSetup setup;
  private final HintRows rows;
  private final Logger log;
  private final OnReply onReply;
  private final BiConsumer<NodeId, Duration> later;
  private final Map<NodeId, Delivery> deliveries = new HashMap<>();
  private final Set<NodeId> strangers = new HashSet<>(); // targets that are no members, and told of

  /**
   * @param later asks for {@link #goOn} for this target after so long
   */
  Deliveries(
      HintSetup setup,
      HintRows rows,
      Logger log,
      OnReply onReply,
      BiConsumer<NodeId, Duration> later) {
    this.setup = setup;
    this.rows = rows;
    this.log = log;
    this.onReply = onReply;
    this.later = later;
  }

  /** Begins a walk for each target that can be reached and has none under way. */
  void tick(Map<NodeId, Long> counts) {
    for (Map.Entry<NodeId, Long> entry : counts.entrySet()) {
      NodeId target = entry.getKey();
      if (setup.member().test(target)) {
        strangers.remove(target);
      } else {
        reportStranger(target, entry.getValue());
      }
      if (isDue(target)) {
        advance(deliveries.computeIfAbsent(target, this::delivery));
      }
    }
    deliveries
        .entrySet()
        .removeIf(
            entry -> {
              boolean hasNone = !counts.containsKey(entry.getKey());
              if (hasNone) {
                entry.getValue().giveUp(); // of what was sent twice one answer may be missing
              }
              return hasNone;
            });
  }

  private Delivery delivery(NodeId target) {
    return new Delivery(
        target, setup, rows, (question, reply) -> onReply.replied(target, question, reply));
  }

  /**
   * Whether somebody can have the hints: the target; the owners of the day where the target is gone
   * for good; whoever else can keep them where this node is about to go.
   */
  private boolean isDue(NodeId target) {
    return setup.reachable().test(target)
        || !setup.member().test(target)
        || setup.leaving().getAsBoolean();
  }

  private void reportStranger(NodeId target, long count) {
    if (strangers.add(target)) {
      log.info(
          "{} hints are for {}, which has left the ring; they go to the owners of now",
          count,
          target);
    }
  }

  private void advance(Delivery delivery) {
    try {
      long waitNanos = delivery.advance();
      if (waitNanos > 0) {
        later.accept(delivery.target(), Duration.ofNanos(waitNanos));
      }
    } catch (StorageException | MalformedException e) {
      log.error("hints for {}: {}", delivery.target(), e.getMessage());
    }
  }

  /**
   * @return what was sent under this number; null where it was given up
   */
  Delivery.Sent replied(NodeId target, long question, boolean taken) {
    Delivery delivery = deliveries.get(target);
    return delivery == null ? null : delivery.replied(question, taken);
  }

  /** A new walk begins with the interval's tick alone: its target may be refusing. */
  void goOn(NodeId target) {
    Delivery delivery = deliveries.get(target);
    boolean more = delivery != null && delivery.isIdle() && delivery.isUnderWay();
    if (more && isDue(target)) {
      advance(delivery);
    }
  }

  void giveUp() {
    deliveries.values().forEach(Delivery::giveUp);
  }
}
