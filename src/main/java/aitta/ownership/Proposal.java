package aitta.ownership;

import aitta.model.NodeId;
import java.util.Comparator;

/**
 * The number of an attempt to have a list decided. Higher ones displace lower ones; no two are the
 * same, for each proposer uses a round once.
 *
 * @param round from 1 on
 */
public record Proposal(long round, NodeId proposer) implements Comparable<Proposal> {
  private static final Comparator<Proposal> ORDER =
      Comparator.comparingLong(Proposal::round).thenComparing(Proposal::proposer);

  public Proposal {
    if (round < 1 || proposer == null) {
      throw new IllegalArgumentException("round " + round + " of proposer " + proposer);
    }
  }

  /** A number of {@code proposer} above this one. */
  public Proposal above(NodeId by) {
    return new Proposal(round + 1, by);
  }

  @Override
  public int compareTo(Proposal other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return round + "/" + proposer;
  }
}
