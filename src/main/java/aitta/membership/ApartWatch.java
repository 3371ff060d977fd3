package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices clusters that formed apart. One answer may be out of date, as when a node has joined this
 * very moment; what two in a row from one address say is believed. One actor's own.
 */
final class ApartWatch {
  /** Answers in a row that say the same. */
  private static final int CONVINCED = 2;

  /** What an answer from outside means. */
  sealed interface Finding {}

  /** Nothing that asks for anything, yet. */
  enum Nothing implements Finding {
    INSTANCE
  }

  /** This node is to go over to the other cluster now. */
  record GiveUp(String reason) implements Finding {}

  /**
   * The other cluster can never be one with this.
   *
   * @param ends whether this node is the one that was led astray, and ends
   */
  record Foreign(String reason, boolean ends) implements Finding {}

  private final NodeId self;
  private final List<HostPort> seeds;
  private final Map<HostPort, Integer> inARow = new HashMap<>();

  ApartWatch(NodeId self, List<HostPort> seeds) {
    this.self = self;
    this.seeds = seeds;
  }

  /** Takes in what {@code there} says, as {@code here} stands. */
  Finding hear(Status here, Status there) {
    if (!MergeRule.isApart(here, there)) {
      inARow.remove(there.at());
      return Nothing.INSTANCE;
    }
    if (inARow.merge(there.at(), 1, Integer::sum) < CONVINCED) {
      return Nothing.INSTANCE;
    }
    inARow.remove(there.at());
    MergeRule.Side ours = MergeRule.Side.of(here);
    MergeRule.Side theirs = MergeRule.Side.of(there);
    List<String> differences = there.compat().refusals(here.compat());
    if (!differences.isEmpty()) {
      return new Foreign(
          "another cluster is at " + there.at() + ": " + String.join("; ", differences), false);
    }
    if (here.hasRing() && there.hasRing() && !here.ring().equals(there.ring())) {
      return foreignRing(here, there, ours, theirs);
    }
    if (MergeRule.loses(ours, theirs) && MergeRule.isTurnOf(self, ours)) {
      return new GiveUp(
          "the cluster of "
              + ours.nodes()
              + " formed apart from that of "
              + theirs.nodes()
              + " and joins it through "
              + there.at());
    }
    return Nothing.INSTANCE;
  }

  /**
   * The node whose own seeds lead to another ring has the wrong settings or the wrong data. It ends
   * if it is in the smaller cluster, or, with equal ones, in that of the younger ring.
   */
  private Finding foreignRing(
      Status here, Status there, MergeRule.Side ours, MergeRule.Side theirs) {
    int size = Integer.compare(ours.nodes().size(), theirs.nodes().size());
    boolean weaker = size < 0 || size == 0 && here.ring().compareTo(there.ring()) > 0;
    return new Foreign(
        "this node has data of ring "
            + here.ring()
            + ", and node "
            + there.node()
            + " at "
            + there.at()
            + " of ring "
            + there.ring()
            + "; correct AITTA_SEEDS, or start with an empty AITTA_DATA_DIR",
        weaker && seeds.contains(there.at()));
  }
}
