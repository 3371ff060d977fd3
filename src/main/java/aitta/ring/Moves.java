package aitta.ring;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;

/** What a change of the members moves, told from the targets before and after it. */
public final class Moves {
  private Moves() {}

  /**
   * One range that gets a new owner.
   *
   * @param from whose place {@code to} takes; null where that one is gone, so that the range is put
   *     together from its other owners
   */
  public record Move(int range, NodeId from, NodeId to) {}

  /** In the order of the ranges. Lists that only shrink, or change their order, move nothing. */
  public static List<Move> between(Ring before, Ring after) {
    List<List<NodeId>> old = before.target();
    List<List<NodeId>> next = after.target();
    List<Move> moves = new ArrayList<>();
    for (int range = 0; range < old.size(); range++) {
      List<NodeId> gained = without(next.get(range), old.get(range));
      List<NodeId> lost = without(old.get(range), next.get(range));
      for (int i = 0; i < gained.size(); i++) {
        NodeId from = i < lost.size() && !after.isRemoved(lost.get(i)) ? lost.get(i) : null;
        moves.add(new Move(range, from, gained.get(i)));
      }
    }
    return moves;
  }

  private static List<NodeId> without(List<NodeId> nodes, List<NodeId> others) {
    return nodes.stream().filter(node -> !others.contains(node)).toList();
  }
}
