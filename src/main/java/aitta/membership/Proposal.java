package aitta.membership;

import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A ring that this node has proposed, and who has agreed to it and got it. One actor's own. */
final class Proposal {
  private final Ring ring;
  private final List<byte[]> secrets;
  private final SortedSet<NodeId> members;
  private final SortedSet<NodeId> granted = new TreeSet<>();
  private final SortedSet<NodeId> kept = new TreeSet<>();
  private boolean decided;

  Proposal(Ring ring, List<byte[]> secrets) {
    this.ring = ring;
    this.secrets = secrets;
    this.members =
        ring.members().values().stream()
            .map(RingMember::id)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  Ring ring() {
    return ring;
  }

  List<byte[]> secrets() {
    return secrets;
  }

  SortedSet<NodeId> members() {
    return members;
  }

  SortedSet<NodeId> granted() {
    return granted;
  }

  SortedSet<NodeId> kept() {
    return kept;
  }

  /** All have agreed; from now on it is not given up. */
  boolean decided() {
    return decided;
  }

  void decide() {
    decided = true;
  }
}
