package aitta.antientropy;

import aitta.model.NodeId;
import aitta.peer.RangeMessage.RangeLife;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether copies that have just been started are as far as others ever saw them. An owner that has
 * caught up itself confirms or denies it; one that has not abstains. Changed by the facts told to
 * it; used by one thread.
 */
final class Confirmations {
  enum Verdict {
    OPEN,
    CONFIRMED,
    /** Somebody has seen this copy further: it has lost something. */
    DENIED
  }

  private static final class Copy {
    private final RangeLife claim;
    private final List<NodeId> others;
    private final Set<NodeId> confirmed = new HashSet<>();
    private final Set<NodeId> abstained = new HashSet<>();
    private boolean denied;

    private Copy(RangeLife claim, List<NodeId> others) {
      this.claim = claim;
      this.others = others;
    }

    private boolean awaits(NodeId node) {
      return others.contains(node) && !confirmed.contains(node);
    }
  }

  private final boolean suspect;
  private final Map<Integer, Copy> copies = new TreeMap<>();

  /**
   * @param suspect whether the copies may have lost the last of what they acknowledged: then so
   *     many others have to confirm them that every quorum has one of these
   */
  Confirmations(boolean suspect) {
    this.suspect = suspect;
  }

  /**
   * A copy to be confirmed; what is known of it already stays.
   *
   * @param claim how far the copy was when it was started
   * @param others the other owners of the range
   */
  void add(RangeLife claim, List<NodeId> others) {
    Copy known = copies.get(claim.range());
    if (known == null || !known.claim.equals(claim) || !known.others.equals(others)) {
      copies.put(claim.range(), new Copy(claim, others));
    }
  }

  /** Only these are still to be confirmed. */
  void retain(Collection<Integer> ranges) {
    copies.keySet().retainAll(ranges);
  }

  boolean isEmpty() {
    return copies.isEmpty();
  }

  /** What to ask of whom now: one message each. */
  Map<NodeId, List<RangeLife>> asks(Predicate<NodeId> reachable) {
    Map<NodeId, List<RangeLife>> asks = new HashMap<>();
    for (Copy copy : copies.values()) {
      for (NodeId other : copy.others) {
        if (copy.awaits(other) && reachable.test(other)) {
          asks.computeIfAbsent(other, node -> new ArrayList<>()).add(copy.claim);
        }
      }
    }
    return asks;
  }

  /**
   * @param asked what the answer is to
   */
  void answered(NodeId from, List<RangeLife> asked, Set<Integer> confirmed, Set<Integer> denied) {
    for (RangeLife claim : asked) {
      Copy copy = copies.get(claim.range());
      if (copy != null && copy.claim.equals(claim) && copy.awaits(from)) {
        copy.denied |= denied.contains(claim.range());
        if (confirmed.contains(claim.range())) {
          copy.confirmed.add(from);
        } else {
          copy.abstained.add(from);
        }
      }
    }
  }

  Verdict verdict(int range, Predicate<NodeId> reachable) {
    Copy copy = copies.get(range);
    if (copy == null) {
      return Verdict.OPEN;
    }
    if (copy.denied) {
      return Verdict.DENIED;
    }
    boolean heardAll =
        copy.others.stream()
            .filter(reachable)
            .allMatch(node -> copy.confirmed.contains(node) || copy.abstained.contains(node));
    int most = CatchUps.needed(copy.others.size() + 1);
    int needed = suspect ? most : Math.min(1, most);
    return heardAll && copy.confirmed.size() >= needed ? Verdict.CONFIRMED : Verdict.OPEN;
  }
}
