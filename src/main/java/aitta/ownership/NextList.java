package aitta.ownership;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way from a range's list to where the ring wants it, one small step at a time. */
public final class NextList {
  private NextList() {}

  /**
   * The list that comes next; empty where the range is where it should be.
   *
   * <p>Those who have left the ring are replaced first, then the list grows, then owners that the
   * target does not name are replaced, then surplus ones go, last comes the order. A newcomer
   * stands last until then: whoever is asked first should have the data.
   *
   * @param target owners in the order of preference
   * @param gone nodes that are no members any more
   */
  public static Optional<RangeOwners> towards(
      RangeOwners list, List<NodeId> target, Set<NodeId> gone) {
    List<NodeId> missing = target.stream().filter(node -> !list.isOwner(node)).toList();
    List<NodeId> surplus = list.owners().stream().filter(node -> !target.contains(node)).toList();
    Optional<NodeId> dead = surplus.stream().filter(gone::contains).findFirst();
    if (missing.isEmpty() && surplus.isEmpty()) {
      return list.owners().equals(target) ? Optional.empty() : Optional.of(successor(list, target));
    }
    List<NodeId> next = new ArrayList<>(list.owners());
    if (!missing.isEmpty() && dead.isEmpty() && list.n() < target.size()) {
      next.add(missing.get(0));
    } else {
      if (list.n() > 1) { // a lone owner goes once another has its data
        next.remove(dead.orElseGet(() -> surplus.get(surplus.size() - 1)));
      }
      missing.stream().findFirst().ifPresent(next::add);
    }
    return Optional.of(successor(list, next));
  }

  /** The same owners again: ends a seal without a change. */
  public static RangeOwners unchanged(RangeOwners list) {
    return successor(list, list.owners());
  }

  /**
   * Whether {@code next} may follow {@code list}: the next version, with at most one owner added,
   * at most one taken away.
   */
  public static boolean isStep(RangeOwners list, RangeOwners next) {
    Set<NodeId> added = new HashSet<>(next.owners());
    added.removeAll(list.owners());
    Set<NodeId> removed = new HashSet<>(list.owners());
    removed.removeAll(next.owners());
    return next.range() == list.range()
        && next.version() == list.version() + 1
        && added.size() <= 1
        && removed.size() <= 1
        && list.owners().stream().anyMatch(next::isOwner);
  }

  private static RangeOwners successor(RangeOwners list, List<NodeId> owners) {
    return new RangeOwners(list.range(), list.version() + 1, owners);
  }
}
