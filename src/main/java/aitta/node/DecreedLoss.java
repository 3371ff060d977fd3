package aitta.node;

import aitta.membership.SettledDecrees;
import aitta.model.NodeId;
import aitta.replica.Fitness;
import aitta.replica.ReplicaFigures;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's copies go on with what they have where the list of their owners was decreed: the
 * others are gone for good, and the operator who said so has given up what only they knew. It waits
 * for what other nodes of the ring may have, but not for ever. The decree is in the ring, so that
 * each owner learns of it whenever it is there, whatever has become of the node that was asked for
 * it.
 *
 * <p>Each decree is obeyed once. A directory that is new in its place has lost more than was given
 * up, and catches up from the other owners; where there are none it takes an operator's word for
 * the range, {@code repair?accept-loss=true}.
 */
final class DecreedLoss {
  private static final Logger LOG = LoggerFactory.getLogger(DecreedLoss.class);

  /** Looks for which a copy may still become fit by what other owners have. */
  static final int PATIENCE = 10;

  private final NodeId self;
  private final Supplier<Ring> ring;
  private final Function<Integer, Optional<ReplicaFigures.Copy>> copies;
  private final BooleanSupplier isNew;
  private final IntConsumer accept;
  private final SettledDecrees file;
  private final Map<Integer, Integer> waited = new HashMap<>();
  private Map<Integer, Integer> settled; // null until it was read

  /**
   * @param isNew whether the directory came into this node's place later than the node
   * @param accept has the copy of a range go on with what it has
   */
  DecreedLoss(
      NodeId self,
      Supplier<Ring> ring,
      Function<Integer, Optional<ReplicaFigures.Copy>> copies,
      BooleanSupplier isNew,
      IntConsumer accept,
      SettledDecrees file) {
    this.self = self;
    this.ring = ring;
    this.copies = copies;
    this.isNew = isNew;
    this.accept = accept;
    this.file = file;
  }

  /** To be called every second; never by two threads at once. */
  void look() {
    Ring now = ring.get();
    waited.keySet().retainAll(now.decreed());
    if (now.decreed().isEmpty() || isNew.getAsBoolean()) {
      return;
    }
    try {
      settled = settled == null ? file.read() : settled;
      Map<Integer, Integer> done = new HashMap<>();
      for (int range : now.decreed()) {
        RangeOwners list = now.ownersOf(range);
        if (list.isOwner(self)) {
          boolean known = settled.getOrDefault(range, 0) == list.version();
          if (known && !isWaiting(range) || follow(list)) {
            done.put(range, list.version());
          }
        }
      }
      if (!done.equals(settled)) {
        file.keep(done);
        settled = done;
      }
    } catch (IOException e) {
      LOG.error("Cannot tell which losses are accepted already: {}", e.getMessage());
    }
  }

  /** Whether its copy, which had lost nothing, asks others what they have: it does so once. */
  private boolean isWaiting(int range) {
    return copies.apply(range).filter(ReplicaFigures.Copy::decreed).isPresent();
  }

  /** Whether the copy has gone on under this list. */
  private boolean follow(RangeOwners list) {
    Optional<ReplicaFigures.Copy> copy =
        copies.apply(list.range()).filter(one -> one.list().version() == list.version());
    if (copy.isEmpty()) {
      return false; // it has not heard of the list yet, or is being read back from disk
    }
    boolean fit = copy.get().fitness() == Fitness.FIT;
    if (!fit && waited.merge(list.range(), 1, Integer::sum) >= PATIENCE) {
      accept.accept(list.range());
    }
    return fit;
  }
}
