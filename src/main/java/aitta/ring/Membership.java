package aitta.ring;

import aitta.model.NodeId;
import java.util.Comparator;

/**
 * A node's entry in the ring. Who was removed stays as a mark, so that a node which missed the
 * removal cannot bring it back.
 *
 * @param version counts the changes to this entry, from 1
 * @param removed whether the node has left the ring
 */
public record Membership(RingMember member, int version, boolean removed) {
  private static final Comparator<Membership> ORDER =
      Comparator.comparingInt(Membership::version)
          .thenComparing(Membership::removed)
          .thenComparing(m -> m.member().zone())
          .thenComparingDouble(m -> m.member().weight());

  public Membership {
    if (member == null || version < 1) {
      throw new IllegalArgumentException("version " + version + " of " + member + " is below 1");
    }
  }

  public NodeId id() {
    return member.id();
  }

  /**
   * The newer entry. Of two changes made at once on both sides of a partition a removal wins, else
   * the larger zone name, else the larger weight: any rule will do that is the same everywhere.
   */
  Membership join(Membership other) {
    if (!id().equals(other.id())) {
      throw new IllegalArgumentException("entries of " + id() + " and " + other.id());
    }
    return ORDER.compare(this, other) >= 0 ? this : other;
  }
}
