package aitta.ring;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node's way out of the ring, as an operator asks for it: whether it may go, and how the ring is
 * then. Judged on one node's ring; the change itself is made to whatever ring is the newest.
 */
public final class Departure {
  /** A list that is decreed must not have the version of one that was decided. */
  static final int DECREED_BEYOND = 16;

  private Departure() {}

  /** How the question was judged. */
  public sealed interface Verdict {}

  /** No such node. */
  public enum Unknown implements Verdict {
    INSTANCE
  }

  /**
   * @param reason for the operator: what stands in the way, and what can be done
   */
  public record Refused(String reason) implements Verdict {}

  /**
   * @param moves what the data has to move for it
   * @param decreed ranges whose next list can only be decreed; empty without force
   */
  public record Granted(List<Moves.Move> moves, List<Integer> decreed) implements Verdict {
    public Granted {
      moves = List.copyOf(moves);
      decreed = List.copyOf(decreed);
    }
  }

  /** Whether {@code node} may hand over what it has and go. */
  public static Verdict judgeLeave(Ring ring, NodeId node, boolean force) {
    if (!ring.members().containsKey(node)) {
      return Unknown.INSTANCE;
    }
    Ring next = leaving(ring, node, force);
    String tooFew = tooFew(ring, staying(next), node, force);
    return tooFew.isEmpty()
        ? new Granted(Moves.between(ring, next), List.of())
        : new Refused(tooFew);
  }

  /** The ring when {@code node} was asked to leave. */
  public static Ring leaving(Ring ring, NodeId node, boolean force) {
    return force ? ring.withLeavingByForce(node) : ring.withLeaving(node);
  }

  /**
   * The ring as it was told, without what was granted to {@code node} without force, if it would
   * not have been granted in this ring; else the same ring. Two departures that are asked for at
   * the same time are each judged without the other; whoever asked looks again when the others have
   * told what they have, and at least one of the two then sees both.
   *
   * @param before the ring in which it was granted
   */
  public static Ring unlessTooMany(Ring told, Ring before, NodeId node) {
    Ring without = told.withEntryOf(node, before);
    boolean removed = told.isRemoved(node);
    Verdict again =
        removed ? judgeRemoval(without, node, false, false) : judgeLeave(without, node, false);
    return again instanceof Refused ? without : told;
  }

  /**
   * Whether {@code node} may be declared gone for good.
   *
   * @param alive whether it can be reached
   */
  public static Verdict judgeRemoval(Ring ring, NodeId node, boolean alive, boolean force) {
    boolean member = ring.members().containsKey(node);
    if (!member && ring.rangesOwnedBy(node).isEmpty()) {
      return Unknown.INSTANCE;
    }
    Ring next = ring.withoutMember(node);
    String tooFew = member ? tooFew(ring, staying(next), node, force) : "";
    if (!tooFew.isEmpty()) {
      return new Refused(tooFew);
    }
    if (alive && !force) {
      return new Refused(
          "node "
              + node
              + " is alive: have it leave instead, so that it hands over what it has; or repeat"
              + " this with force=true, and what only it knows is given up");
    }
    List<RangeOwners> orphaned = orphaned(next);
    if (!orphaned.isEmpty() && !force) {
      return new Refused(reason(next, orphaned));
    }
    return new Granted(
        Moves.between(ring, next), orphaned.stream().map(RangeOwners::range).toList());
  }

  /** The ring when {@code node} was declared gone; ranges without a majority stay as they are. */
  public static Ring removed(Ring ring, NodeId node) {
    return ring.withoutMember(node);
  }

  /**
   * The same, and the next list of each range that has lost a majority of its owners is decreed:
   * the owners that are left, or where there is none those that the target names. What only the
   * others knew is given up.
   *
   * <p>{@value #DECREED_BEYOND} versions on, for those that are gone may have decided the next ones
   * unheard, and if they are alive after all they may still.
   */
  public static Ring removedByDecree(Ring ring, NodeId node) {
    Ring next = ring.withoutMember(node);
    List<List<NodeId>> target = next.target();
    List<RangeOwners> decreed = new ArrayList<>();
    for (RangeOwners list : orphaned(next)) {
      List<NodeId> left = list.owners().stream().filter(next.members()::containsKey).toList();
      decreed.add(
          new RangeOwners(
              list.range(),
              list.version() + DECREED_BEYOND,
              left.isEmpty() ? target.get(list.range()) : left));
    }
    return next.withDecreed(decreed);
  }

  /** Lists of which so many owners are gone for good that they can decide nothing any more. */
  private static List<RangeOwners> orphaned(Ring ring) {
    Set<NodeId> members = ring.members().keySet();
    return ring.owners().stream()
        .filter(list -> list.owners().stream().filter(members::contains).count() < majority(list))
        .toList();
  }

  private static int majority(RangeOwners list) {
    return list.n() / 2 + 1;
  }

  private static Set<NodeId> staying(Ring ring) {
    Set<NodeId> staying = new HashSet<>(ring.members().keySet());
    staying.removeIf(ring::isLeaving);
    return staying;
  }

  /** Why so few may not be left; empty where they may. */
  private static String tooFew(Ring before, Set<NodeId> left, NodeId node, boolean force) {
    if (left.isEmpty()) {
      return "without node " + node + " no node is left that could take what the ring holds";
    }
    if (left.size() >= before.replicas() || left.size() == staying(before).size() || force) {
      return "";
    }
    return "without node "
        + node
        + " there are "
        + left.size()
        + " nodes left ("
        + names(left)
        + "), and "
        + before.replicas()
        + " replicas need as many nodes; start another node first, or repeat this with force=true"
        + " and go on with fewer replicas";
  }

  private static String reason(Ring ring, List<RangeOwners> orphaned) {
    RangeOwners one = orphaned.get(0);
    return orphaned.size()
        + " of "
        + ring.ranges()
        + " ranges have lost a majority of their owners, such as range "
        + one.range()
        + " of "
        + names(one.owners())
        + ": what was acknowledged by the others alone would be lost. Start one of these nodes"
        + " again, or repeat this with force=true to go on with what is left";
  }

  private static String names(Collection<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).sorted().collect(Collectors.joining(", "));
  }
}
