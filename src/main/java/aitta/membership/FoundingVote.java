package aitta.membership;

import aitta.model.NodeId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * How the first ring comes about. All nodes that are to be its members must agree, and each agrees
 * to one proposer at a time, on disk: so two rings with a common member cannot come about, whatever
 * crashes in between.
 */
public final class FoundingVote {
  private FoundingVote() {}

  /** What a node answers to a proposal. */
  public enum Answer {
    GRANTED,
    /** It has promised itself to another proposer, that may yet found a ring with it. */
    BOUND,
    /** It has a ring already. */
    HAS_RING,
    /** It is not among the members proposed. */
    NOT_MEANT
  }

  /**
   * Whether {@code self} may agree to a ring that {@code proposer} proposes.
   *
   * <p>A vote binds until its proposer is known to have given up: it is the same one (which forgets
   * its earlier proposals when it makes another), or has itself agreed to the new proposal. A node
   * that voted for itself gives up by agreeing, and makes no ring of that proposal any more.
   *
   * @param members of the ring proposed
   * @param granted those that have agreed to the proposal so far
   */
  public static Answer judge(
      NodeId self,
      boolean hasRing,
      Optional<Vote> vote,
      NodeId proposer,
      Set<NodeId> members,
      Set<NodeId> granted) {
    if (hasRing) {
      return Answer.HAS_RING;
    }
    if (!members.contains(self)) {
      return Answer.NOT_MEANT;
    }
    if (vote.isEmpty() || vote.get().proposer().equals(proposer)) {
      return Answer.GRANTED;
    }
    NodeId bound = vote.get().proposer();
    boolean released = bound.equals(self) ? proposer.compareTo(self) < 0 : granted.contains(bound);
    return released ? Answer.GRANTED : Answer.BOUND;
  }

  /**
   * Whether {@code self} is the one to propose: enough nodes are there, none has a ring, and it is
   * the lowest of them.
   *
   * @param present ids of the nodes that take part and can be reached, {@code self} included
   * @param anyHasRing whether one of them said so
   */
  public static boolean shouldPropose(
      NodeId self, SortedSet<NodeId> present, boolean anyHasRing, int initialNodes) {
    return !anyHasRing && present.size() >= initialNodes && present.first().equals(self);
  }

  /** Whether all of {@code members} have agreed. */
  public static boolean isDecided(Collection<NodeId> members, Set<NodeId> granted) {
    return granted.containsAll(members);
  }
}
