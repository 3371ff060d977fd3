package aitta.membership;

import aitta.model.NodeId;
import java.util.List;

/**
 * Which of two clusters that formed apart gives itself up and joins the other. Both sides come to
 * the same answer, as each knows both. Only clusters of one ring, or without any, become one.
 */
public final class MergeRule {
  private MergeRule() {}

  /**
   * One of the two clusters.
   *
   * @param nodes ids of those that take part and can be reached, in order; not empty
   */
  public record Side(boolean hasRing, List<NodeId> nodes) {
    public static Side of(Status status) {
      List<NodeId> present =
          MemberDirectory.of(status.members()).present().stream().map(Sight::node).toList();
      return new Side(status.hasRing(), present.isEmpty() ? List.of(status.node()) : present);
    }

    NodeId lowest() {
      return nodes.get(0);
    }
  }

  /** Whether these two belong to clusters that formed apart. */
  public static boolean isApart(Status here, Status there) {
    return here.joined() && there.joined() && !(here.isMemberOf(there) && there.isMemberOf(here));
  }

  /**
   * Whether {@code here} is the one to give itself up: it has no ring while the other has one, else
   * fewer nodes, else the higher lowest id. Where one id is the lowest on both sides, the side
   * gives up that was asked last in the order of its list; equal sides both stay.
   */
  public static boolean loses(Side here, Side there) {
    if (here.hasRing() != there.hasRing()) {
      return there.hasRing();
    }
    if (here.nodes().size() != there.nodes().size()) {
      return here.nodes().size() < there.nodes().size();
    }
    for (int i = 0; i < here.nodes().size(); i++) {
      int order = here.nodes().get(i).compareTo(there.nodes().get(i));
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  /**
   * Whether it is now the turn of {@code self}: nodes of the losing side go over one after another,
   * lowest id first, so that the side serves on meanwhile.
   */
  public static boolean isTurnOf(NodeId self, Side here) {
    return here.lowest().equals(self);
  }
}
