package aitta.ring;

import aitta.model.NodeId;
import java.util.Comparator;
import java.util.List;

/**
 * The agreed owners of one range. A list changes only by a decision of its owners, which makes the
 * next version; so a version of a range names one list for ever.
 *
 * @param range index of the range, from 0
 * @param version counts the lists that this range has had, from 1
 * @param owners in preference order, the primary first; 1 to 16 different nodes. Their number is n,
 *     the n of quorums, for this range
 */
public record RangeOwners(int range, int version, List<NodeId> owners) {
  private static final Comparator<RangeOwners> ORDER =
      Comparator.comparingInt(RangeOwners::version).thenComparing(o -> o.owners().toString());

  public RangeOwners {
    owners = List.copyOf(owners);
    if (range < 0 || version < 1) {
      throw new IllegalArgumentException(
          "range " + range + " and list version " + version + " start at 0 and 1");
    }
    if (owners.isEmpty() || owners.size() > Placement.MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "range " + range + " has 1 to " + Placement.MAX_REPLICAS + " owners, not " + owners);
    }
    if (owners.stream().distinct().count() != owners.size()) {
      throw new IllegalArgumentException("range " + range + " names an owner twice: " + owners);
    }
  }

  /** The node that is asked first. */
  public NodeId primary() {
    return owners.get(0);
  }

  /** n: how many replicas the range has. */
  public int n() {
    return owners.size();
  }

  public boolean isOwner(NodeId node) {
    return owners.contains(node);
  }

  /** Whether it is so much newer than {@code before} as a decree makes it. */
  public boolean mayBeDecreedAfter(RangeOwners before) {
    return version - before.version >= Departure.DECREED_BEYOND;
  }

  /**
   * The newer list. Two lists of one version cannot both have been decided; should it happen all
   * the same, every node still picks the same one.
   */
  RangeOwners join(RangeOwners other) {
    if (range != other.range) {
      throw new IllegalArgumentException("lists of ranges " + range + " and " + other.range);
    }
    return ORDER.compare(this, other) >= 0 ? this : other;
  }
}
