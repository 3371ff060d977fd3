package aitta.handover;

import aitta.model.NodeId;
import aitta.ownership.NextList;
import aitta.peer.OwnerMessage.Stands;
import aitta.ring.RangeOwners;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the next list of a range's owners may be proposed now, and what is missing. Changed by
 * the facts told to it; used by one thread.
 */
final class RangeChange {
  private final RangeOwners list;
  private final Optional<RangeOwners> wanted;
  private final Set<NodeId> gone;
  private final Map<NodeId, Stands> stands = new HashMap<>();
  private boolean filled;

  /**
   * @param list the newest decided list
   * @param wanted its successor; empty where the range is where it should be
   * @param gone owners that are no members of the ring any more
   */
  RangeChange(RangeOwners list, Optional<RangeOwners> wanted, Set<NodeId> gone) {
    this.list = list;
    this.wanted = wanted;
    this.gone = Set.copyOf(gone);
  }

  RangeOwners list() {
    return list;
  }

  Optional<RangeOwners> wanted() {
    return wanted;
  }

  boolean isSame(RangeOwners otherList, Optional<RangeOwners> otherWanted, Set<NodeId> otherGone) {
    return list.equals(otherList) && wanted.equals(otherWanted) && gone.equals(otherGone);
  }

  /** Who is to come in. */
  Optional<NodeId> newcomer() {
    return wanted.flatMap(
        next -> next.owners().stream().filter(node -> !list.isOwner(node)).findFirst());
  }

  /** Whose place it takes; empty where the list grows. */
  Optional<NodeId> leaver() {
    return wanted.flatMap(
        next -> list.owners().stream().filter(node -> !next.isOwner(node)).findFirst());
  }

  /** Owners whose word is needed. */
  List<NodeId> owners() {
    return list.owners().stream().filter(owner -> !gone.contains(owner)).toList();
  }

  void stands(NodeId owner, Stands answer) {
    stands.put(owner, answer);
  }

  /** The owner did not say. */
  void silent(NodeId owner) {
    stands.remove(owner);
  }

  void filled(boolean isFilled) {
    filled = isFilled;
  }

  /** The most that an owner says the range takes. */
  long bytes() {
    return stands.values().stream().mapToLong(Stands::bytes).max().orElse(0);
  }

  /** Whether an owner has accepted a successor: then a decision is under way, or was broken off. */
  boolean isSealed() {
    return stands.values().stream()
        .anyMatch(one -> one.sealed() && one.list().version() == list.version());
  }

  /** Pairs of owners that have not exchanged under this list: who has to begin. */
  Set<NodeId> toCompare() {
    Set<NodeId> first = new TreeSet<>();
    List<NodeId> owners = owners();
    for (int i = 0; i < owners.size(); i++) {
      for (int j = i + 1; j < owners.size(); j++) {
        if (!isLevel(owners.get(i), owners.get(j))) {
          first.add(owners.get(i));
        }
      }
    }
    return first;
  }

  private boolean isLevel(NodeId one, NodeId other) {
    return knows(one, other) || knows(other, one);
  }

  private boolean knows(NodeId one, NodeId other) {
    Stands answer = stands.get(one);
    return answer != null && isCurrent(answer) && answer.levelWith().contains(other);
  }

  private boolean isCurrent(Stands answer) {
    return answer.list().version() == list.version();
  }

  /** Why the next list cannot be proposed yet; empty where it can. */
  Optional<String> missing() {
    Set<NodeId> silent = new TreeSet<>(owners());
    silent.removeAll(stands.keySet());
    Set<NodeId> unaware = nodes(one -> !isCurrent(one));
    Set<NodeId> behind = nodes(one -> !one.fit());
    Set<NodeId> apart = toCompare();
    if (wanted.isEmpty()) {
      return Optional.of("it is where it should be");
    } else if (!silent.isEmpty()) {
      return Optional.of("no word from " + silent);
    } else if (!unaware.isEmpty()) {
      return Optional.of(unaware + " have another list");
    } else if (!behind.isEmpty()) {
      return Optional.of(behind + " have not caught up");
    } else if (newcomer().isPresent() && !filled) {
      return Optional.of(newcomer().get() + " is being filled");
    }
    return apart.isEmpty()
        ? Optional.empty()
        : Optional.of(apart + " have not exchanged with all others under this list");
  }

  /** Whether nothing else is missing, as far as the owners have said, than a filled newcomer. */
  boolean isOnlyBeingFilled() {
    boolean owners =
        stands.keySet().containsAll(owners())
            && stands.values().stream().allMatch(one -> isCurrent(one) && one.fit())
            && toCompare().isEmpty();
    return newcomer().isPresent() && !filled && owners && !isSealed();
  }

  private Set<NodeId> nodes(java.util.function.Predicate<Stands> is) {
    Set<NodeId> nodes = new HashSet<>();
    stands.forEach(
        (node, answer) -> {
          if (is.test(answer)) {
            nodes.add(node);
          }
        });
    return new TreeSet<>(nodes);
  }

  /**
   * What to propose now: the step towards the target, or the same owners again where a seal has to
   * be ended; empty where nothing may be proposed yet.
   */
  Optional<RangeOwners> proposal() {
    if (missing().isEmpty()) {
      return wanted;
    }
    return isSealed() ? Optional.of(NextList.unchanged(list)) : Optional.empty();
  }
}
