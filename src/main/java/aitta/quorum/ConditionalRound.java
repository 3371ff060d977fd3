package aitta.quorum;

import aitta.model.NodeId;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One conditional write up to its judgement: the first owner has owners promise it the range, reads
 * what a strict quorum of those holds, and judges that. What it refuses by is at a strict quorum
 * first, so that nobody later sees less. Changed by the facts told to it; used by one thread.
 *
 * <p>Lamport, <em>Paxos Made Simple</em>, 2001, section 2: a claim is the promise, made once for
 * all keys of the range and a start of the first owner. An owner is read from only after its
 * promise: of one that has promised nothing, a rival with a lower ballot might write to it after it
 * was read.
 */
public final class ConditionalRound {
  /** What to do now. */
  public sealed interface Step {}

  /**
   * Ask for these; then wait for facts.
   *
   * @param claim owners to ask for their promise
   * @param read owners to ask for all that they hold
   */
  public record Ask(List<NodeId> claim, List<NodeId> read) implements Step {}

  /** Have these owners take in what the others hold. */
  public record Bring(List<NodeId> to, Siblings siblings) implements Step {}

  /** The precondition holds against {@code current}: write, over a strict quorum. */
  public record Write(Siblings current) implements Step {}

  /** The precondition does not hold. */
  public record Fail(Siblings current) implements Step {}

  /** Somebody has a higher ballot: claim again above it, and begin anew. */
  public record Outbid(long ballot) implements Step {}

  /**
   * No strict quorum can be had.
   *
   * @param catchingUp owners that do not count before they have caught up; the first owner among
   *     them is reason enough
   */
  public record GiveUp(int received, List<NodeId> catchingUp) implements Step {
    public GiveUp {
      catchingUp = List.copyOf(catchingUp);
    }
  }

  /** Wait for facts. */
  public enum Wait implements Step {
    INSTANCE
  }

  private enum Phase {
    READING,
    BRINGING,
    OVER
  }

  private final NodeId self;
  private final List<NodeId> owners;
  private final int quorum;
  private final long claim;
  private final long nowMillis;
  private final Set<NodeId> promised;
  private final Set<NodeId> askedToRead = new HashSet<>();
  private final Map<NodeId, Siblings> read = new LinkedHashMap<>();
  private final Set<NodeId> brought = new HashSet<>();
  private final Set<NodeId> unfit = new HashSet<>();
  private final Set<NodeId> failed = new HashSet<>();
  private Phase phase = Phase.READING;
  private boolean claimsAsked;
  private long outbid;

  /**
   * @param self the first owner
   * @param claim the ballot under which it has the range, or wants to have it
   * @param promised owners that are known to have promised that
   * @param nowMillis wall clock: decides what has expired
   */
  public ConditionalRound(
      NodeId self, List<NodeId> owners, long claim, Set<NodeId> promised, long nowMillis) {
    this.self = self;
    this.owners = owners;
    this.quorum = owners.size() / 2 + 1;
    this.claim = claim;
    this.promised = new HashSet<>(promised);
    this.nowMillis = nowMillis;
  }

  public void claimed(NodeId from) {
    promised.add(from);
  }

  /** The owner has promised {@code ballot} to somebody else. */
  public void outbid(NodeId from, long ballot) {
    failed.add(from);
    outbid = Math.max(outbid, ballot);
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

  /** The owner promises nothing before it has caught up. */
  public void notFit(NodeId from) {
    unfit.add(from);
  }

  public void brought(NodeId from) {
    brought.add(from);
  }

  /** The owner refused what it was asked last. */
  public void failed(NodeId from) {
    failed.add(from);
  }

  /** Owners that have promised the claim. */
  public Set<NodeId> promised() {
    return Set.copyOf(promised);
  }

  /** Whether the claim holds: nobody with a lower one can write over a quorum any more. */
  public boolean isClaimed() {
    return promised.size() >= quorum;
  }

  /** How many owners did what they were asked last. */
  public int received() {
    return phase == Phase.READING ? read.size() : Math.max(read.size(), brought.size());
  }

  /** Owners that answered, and do not count before they have caught up. */
  public List<NodeId> catchingUp() {
    return owners.stream().filter(unfit::contains).toList();
  }

  /** What to do now, given all facts so far. Each question is handed out once. */
  public Step step(Precondition precondition, boolean latest) {
    if (phase == Phase.OVER) {
      return Wait.INSTANCE;
    }
    if (phase == Phase.BRINGING) {
      return finishBringing();
    }
    if (outbid != 0) {
      phase = Phase.OVER;
      return new Outbid(outbid);
    }
    if (unfit.contains(self)) {
      return giveUp();
    }
    if (read.size() >= quorum) {
      return judge(precondition, latest);
    }
    Ask ask = asks();
    return ask.claim().isEmpty() && ask.read().isEmpty() ? waitFor() : ask;
  }

  private Ask asks() {
    List<NodeId> claims =
        claimsAsked
            ? List.of()
            : owners.stream().filter(owner -> !promised.contains(owner)).toList();
    claimsAsked = true;
    List<NodeId> reads = new ArrayList<>();
    for (NodeId owner : owners) {
      if (promised.contains(owner) && askedToRead.add(owner)) {
        reads.add(owner);
      }
    }
    return new Ask(claims, reads);
  }

  private Step waitFor() {
    Set<NodeId> lost = new HashSet<>(failed);
    lost.addAll(unfit);
    return owners.size() - lost.size() < quorum ? giveUp() : Wait.INSTANCE;
  }

  private Step giveUp() {
    int received = received();
    phase = Phase.OVER;
    return new GiveUp(received, catchingUp());
  }

  private Step judge(Precondition precondition, boolean latest) {
    Siblings current = current();
    long highest = current.context().highestOf(Dot.CONDITIONAL);
    if (Ballot.claimOf(highest) > claim) {
      phase = Phase.OVER; // a version under a lower ballot would be dead as soon as it is born
      return new Outbid(highest);
    }
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
    return owners.size() - failed.size() < quorum ? giveUp() : Wait.INSTANCE;
  }

  private Siblings current() {
    return read.values().stream().reduce(Siblings.EMPTY, Siblings::join);
  }
}
