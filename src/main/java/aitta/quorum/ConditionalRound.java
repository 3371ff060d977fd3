package aitta.quorum;

import aitta.model.NodeId;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.View;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One conditional write up to its judgement: the first owner claims the range, reads what a strict
 * quorum of owners holds, and judges that. What it refuses by is at a strict quorum first, so that
 * nobody later sees less. Changed by the facts told to it; used by one thread.
 *
 * <p>Lamport, <em>Paxos Made Simple</em>, 2001, section 2, with one proposer at a time: the claim
 * is the promise, made once for all keys of the range and every start of the first owner.
 */
public final class ConditionalRound {
  /** What to do now. */
  public sealed interface Step {}

  /** Ask these owners for their promise. */
  public record Claim(List<NodeId> to) implements Step {}

  /** The range is claimed: ask these owners for all that they hold. */
  public record Read(List<NodeId> from) implements Step {}

  /** Have these owners take in what the others hold. */
  public record Bring(List<NodeId> to, Siblings siblings) implements Step {}

  /** The precondition holds against {@code current}: write, over a strict quorum. */
  public record Write(Siblings current) implements Step {}

  /** The precondition does not hold. */
  public record Fail(Siblings current) implements Step {}

  /** No strict quorum can be had. */
  public record GiveUp(int received) implements Step {}

  /** Wait for facts. */
  public enum Wait implements Step {
    INSTANCE
  }

  private enum Phase {
    START,
    CLAIMING,
    CLAIMED,
    READING,
    BRINGING,
    OVER
  }

  private final List<NodeId> owners;
  private final int quorum;
  private final long nowMillis;
  private final Set<NodeId> claimed = new HashSet<>();
  private final Map<NodeId, Siblings> read = new LinkedHashMap<>();
  private final Set<NodeId> unfit = new HashSet<>();
  private final Set<NodeId> brought = new HashSet<>();
  private final Set<NodeId> failed = new HashSet<>();
  private Phase phase;

  /**
   * @param claimed whether this start of the first owner holds the range already
   * @param nowMillis wall clock: decides what has expired
   */
  public ConditionalRound(List<NodeId> owners, boolean claimed, long nowMillis) {
    this.owners = owners;
    this.quorum = owners.size() / 2 + 1;
    this.nowMillis = nowMillis;
    this.phase = claimed ? Phase.CLAIMED : Phase.START;
  }

  public void claimed(NodeId from) {
    claimed.add(from);
  }

  /**
   * @param fit whether the replier has caught up; others do not count
   */
  public void read(NodeId from, Siblings siblings, boolean fit) {
    if (fit) {
      read.put(from, siblings);
    } else {
      unfit.add(from);
    }
  }

  public void brought(NodeId from) {
    brought.add(from);
  }

  /** The owner refused what it was asked last. */
  public void failed(NodeId from) {
    failed.add(from);
  }

  /** How many owners did what they were asked last. */
  public int received() {
    return phase == Phase.CLAIMING ? claimed.size() : Math.max(read.size(), brought.size());
  }

  /** What to do now, given all facts so far. Each question is handed out once. */
  public Step step(Precondition precondition, boolean latest) {
    switch (phase) {
      case START:
        phase = Phase.CLAIMING;
        return new Claim(owners);
      case CLAIMING:
        if (claimed.size() < quorum) {
          return waitFor(failed.size());
        }
        phase = Phase.CLAIMED;
        return step(precondition, latest);
      case CLAIMED:
        phase = Phase.READING;
        failed.clear();
        return new Read(owners);
      case READING:
        return read.size() < quorum
            ? waitFor(failed.size() + unfit.size())
            : judge(precondition, latest);
      case BRINGING:
        return finishBringing();
      default:
        return Wait.INSTANCE;
    }
  }

  private Step waitFor(int lost) {
    return owners.size() - lost < quorum ? new GiveUp(received()) : Wait.INSTANCE;
  }

  private Step judge(Precondition precondition, boolean latest) {
    Siblings current = current();
    if (precondition.holds(View.of(current, latest, nowMillis))) {
      phase = Phase.OVER;
      return new Write(current);
    }
    phase = Phase.BRINGING;
    failed.clear();
    for (Map.Entry<NodeId, Siblings> entry : read.entrySet()) {
      if (entry.getValue().includes(current)) {
        brought.add(entry.getKey());
      }
    }
    List<NodeId> behind = owners.stream().filter(owner -> !brought.contains(owner)).toList();
    return brought.size() >= quorum ? finishBringing() : new Bring(behind, current);
  }

  private Step finishBringing() {
    if (brought.size() >= quorum) {
      phase = Phase.OVER;
      return new Fail(current());
    }
    return waitFor(failed.size());
  }

  private Siblings current() {
    return read.values().stream().reduce(Siblings.EMPTY, Siblings::join);
  }
}
