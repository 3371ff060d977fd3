package aitta.ring;

import aitta.model.NodeId;
import java.util.Comparator;

/**
 * A node's entry in the ring. Who was removed stays as a mark, so that a node which missed the
 * removal cannot bring it back.
 *
 * @param version counts the changes to this entry, from 1
 */
public record Membership(RingMember member, int version, State state) {
  /** How a node stands, in the order in which it goes: at equal versions the later one holds. */
  public enum State {
    /** In the ring, and placed on it. */
    PRESENT,
    /**
     * In the ring, but ranges are placed on others, as long as there are enough of them: it hands
     * over what it owns.
     */
    LEAVING,
    /** The same, however few are left. */
    LEAVING_BY_FORCE,
    /** Not in the ring any more. */
    REMOVED
  }

  private static final Comparator<Membership> ORDER =
      Comparator.comparingInt(Membership::version)
          .thenComparing(Membership::state)
          .thenComparing(m -> m.member().zone())
          .thenComparingDouble(m -> m.member().weight());

  public Membership {
    if (member == null || version < 1) {
      throw new IllegalArgumentException("version " + version + " of " + member + " is below 1");
    }
    if (state == null) {
      throw new IllegalArgumentException("the entry of " + member + " has no state");
    }
  }

  public NodeId id() {
    return member.id();
  }

  public boolean isPresent() {
    return state == State.PRESENT;
  }

  public boolean isLeaving() {
    return state == State.LEAVING || state == State.LEAVING_BY_FORCE;
  }

  /** Whether it goes on leaving though fewer nodes are left than there are to be replicas. */
  public boolean isForced() {
    return state == State.LEAVING_BY_FORCE;
  }

  public boolean isRemoved() {
    return state == State.REMOVED;
  }

  /** The entry after this one. */
  Membership next(RingMember changed, State next) {
    return new Membership(changed, version + 1, next);
  }

  /**
   * The newer entry. Of two changes made at once on both sides of a partition a removal wins over a
   * leave, and both over any other change; else the larger zone name, else the larger weight: any
   * rule will do that is the same everywhere.
   */
  Membership join(Membership other) {
    if (!id().equals(other.id())) {
      throw new IllegalArgumentException("entries of " + id() + " and " + other.id());
    }
    return ORDER.compare(this, other) >= 0 ? this : other;
  }
}
