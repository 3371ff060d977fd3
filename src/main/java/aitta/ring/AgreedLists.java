package aitta.ring;

import aitta.model.KeyRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The newest list of each range's owners, and which of them were decreed instead of decided.
 * Immutable; {@link #join} is commutative, associative and idempotent.
 *
 * @param owners one list per range, in ring order
 * @param decreed ranges whose list was decreed; a mark ends with the list that it stands for
 */
record AgreedLists(List<RangeOwners> owners, Set<Integer> decreed) {
  /**
   * @throws IllegalArgumentException unless every range has its list
   */
  AgreedLists {
    owners = List.copyOf(owners);
    decreed = Set.copyOf(decreed);
    KeyRange.checkCount(owners.size());
    for (int range = 0; range < owners.size(); range++) {
      if (owners.get(range).range() != range) {
        throw new IllegalArgumentException(
            "the list of range " + owners.get(range).range() + " is at place " + range);
      }
    }
  }

  /** With those of these lists that are newer; the same object where none is. */
  AgreedLists with(Collection<RangeOwners> lists) {
    List<RangeOwners> changed = new ArrayList<>(owners);
    Set<Integer> marks = new HashSet<>(decreed);
    for (RangeOwners list : lists) {
      RangeOwners old = changed.get(list.range());
      changed.set(list.range(), old.join(list));
      if (list.version() > old.version()) {
        marks.remove(list.range());
      }
    }
    return changed.equals(owners) ? this : new AgreedLists(changed, marks);
  }

  /** The same for lists that were decreed. */
  AgreedLists withDecreed(Collection<RangeOwners> lists) {
    AgreedLists changed = with(lists);
    Set<Integer> marks = new HashSet<>(changed.decreed);
    lists.stream()
        .filter(list -> changed.owners.get(list.range()).version() == list.version())
        .forEach(list -> marks.add(list.range()));
    return new AgreedLists(changed.owners, marks);
  }

  /** Of each range the newer list, decreed if either side has it so. */
  AgreedLists join(AgreedLists other) {
    List<RangeOwners> lists =
        IntStream.range(0, owners.size())
            .mapToObj(r -> owners.get(r).join(other.owners.get(r)))
            .toList();
    Set<Integer> marks = new HashSet<>();
    Stream.of(this, other)
        .forEach(
            one ->
                one.decreed.stream()
                    .filter(r -> one.owners.get(r).version() == lists.get(r).version())
                    .forEach(marks::add));
    return new AgreedLists(lists, marks);
  }
}
