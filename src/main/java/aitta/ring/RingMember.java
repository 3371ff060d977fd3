package aitta.ring;

import aitta.model.NodeId;

/**
 * What the ring has to know of a node in order to place ranges on it.
 *
 * @param zone what fails together: a rack, a room, a power feed; named by the rule of node ids
 * @param weight share of the ring relative to other nodes, 0.1 to 100
 */
public record RingMember(NodeId id, String zone, double weight) {
  public static final double MIN_WEIGHT = 0.1;
  public static final double MAX_WEIGHT = 100;

  public RingMember {
    if (id == null) {
      throw new IllegalArgumentException("a member of the ring has an id");
    }
    if (!NodeId.isLegal(zone)) {
      throw new IllegalArgumentException(
          "zone '" + zone + "' of node " + id + " must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) { // so written, it refuses NaN too
      throw new IllegalArgumentException(
          "weight of node " + id + " must be from 0.1 to 100, not " + weight);
    }
  }
}
