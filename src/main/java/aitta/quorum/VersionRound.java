package aitta.quorum;

import aitta.model.NodeId;
import aitta.version.Context;
import aitta.version.Summary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a plain overwrite learns before it is minted: which versions a quorum of owners knows. It
 * waits for no owner that cannot be reached; the write then supersedes what the others know. A copy
 * that has not caught up says what it knows, but does not count, the coordinator's own included.
 * Changed by the facts told to it; used by one thread.
 */
public final class VersionRound {
  private final int quorum; // of others
  private final int wanted;
  private final Deque<NodeId> candidates;
  private final Set<NodeId> waiting = new HashSet<>();
  private Context learned = Context.EMPTY;
  private int answered;
  private int counted;

  /**
   * @param n owners of the range, the coordinator among them, which looks into its own copy when it
   *     mints
   * @param ownFit whether that copy has caught up; where it has not, one more of the others has to
   *     answer
   * @param others the other owners that can be reached, in the order in which to ask them
   */
  public VersionRound(int n, boolean ownFit, Collection<NodeId> others) {
    this.quorum = n / 2;
    this.wanted = quorum + (ownFit ? 0 : 1);
    this.candidates = new ArrayDeque<>(others);
  }

  /** The owners to ask now: as many as a quorum needs. */
  public List<NodeId> asks() {
    List<NodeId> asks = new ArrayList<>();
    while (counted + waiting.size() < wanted && !candidates.isEmpty()) {
      NodeId next = candidates.poll();
      waiting.add(next);
      asks.add(next);
    }
    return asks;
  }

  /**
   * @param fit whether the replier has caught up; what it knows is taken in any case
   */
  public void replied(NodeId from, Summary summary, boolean fit) {
    if (waiting.remove(from)) {
      learned = learned.join(summary.context());
      answered++;
      counted += fit ? 1 : 0;
    }
  }

  public void failed(NodeId from) {
    waiting.remove(from);
  }

  /** Those that were asked take longer than usual: all others are asked, too. */
  public List<NodeId> slow() {
    List<NodeId> asks = new ArrayList<>(candidates);
    waiting.addAll(candidates);
    candidates.clear();
    return asks;
  }

  /** Whether nothing more is to be learned, or enough is known. */
  public boolean isDone() {
    return counted >= wanted || waiting.isEmpty() && candidates.isEmpty();
  }

  /** Whether a quorum has answered with the coordinator, caught up or not. */
  public boolean hasQuorum() {
    return answered >= quorum;
  }

  /** Of other owners, caught up or not. */
  public int answers() {
    return answered;
  }

  public Context learned() {
    return learned;
  }
}
