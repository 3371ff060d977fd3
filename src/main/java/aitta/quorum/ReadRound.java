package aitta.quorum;

import aitta.model.NodeId;
import aitta.version.Siblings;
import aitta.version.Summary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One read in progress: who was asked, what came back. Dynamo, SOSP 2007, section 4.5. Changed by
 * the facts told to it; used by one thread.
 */
public final class ReadRound {
  /** What to do now. */
  public sealed interface Step {}

  /** Send these; then wait for facts. May be empty. */
  public record Asking(List<Ask> asks) implements Step {}

  /**
   * Answer the client.
   *
   * @param repairs owners that turned out to lack something, to be sent {@code merged} afterwards
   */
  public record Answer(Siblings merged, int answered, List<NodeId> repairs) implements Step {}

  /**
   * No sufficient number of replicas can be had.
   *
   * @param catchingUp owners that did answer, but do not count before they have caught up
   */
  public record GiveUp(int required, int received, List<NodeId> catchingUp) implements Step {
    public GiveUp {
      catchingUp = List.copyOf(catchingUp);
    }
  }

  /**
   * One question to one node.
   *
   * @param standIn whether it is asked for the hints it holds instead of an owner's copy
   * @param full whether values are wanted, or the versions alone
   */
  public record Ask(NodeId node, boolean standIn, boolean full) {}

  /**
   * Whom a read may ask.
   *
   * @param reachable owners that can be reached, in the order in which to ask them
   * @param unreachable owners that seem to be away: asked when all others are used up
   * @param standIns nodes that may hold hints for owners that are away; empty for strict reads
   * @param r replies wanted, 1 to the number of owners
   */
  public record Plan(
      List<NodeId> reachable,
      List<NodeId> unreachable,
      List<NodeId> standIns,
      int r,
      boolean strict) {}

  private static final class Slot {
    final boolean standIn;
    final boolean away;
    boolean waiting = true;
    boolean failed;
    boolean unfit;
    Siblings full;
    Summary summary;

    Slot(boolean standIn, boolean away) {
      this.standIn = standIn;
      this.away = away;
    }

    boolean hasReplied() {
      return !failed && (full != null || summary != null);
    }

    Summary known() {
      return full != null ? full.summary() : summary;
    }
  }

  private record Candidate(NodeId node, boolean standIn, boolean away) {}

  private final Plan plan;
  private final long nowMillis;
  private final Map<NodeId, Slot> slots = new LinkedHashMap<>();
  private final Deque<Candidate> candidates = new ArrayDeque<>();
  private int extra; // asked beyond r because others are slow
  private boolean slow;
  private boolean late;

  /**
   * @param nowMillis wall clock at the start of the request: decides what has expired
   */
  public ReadRound(Plan plan, long nowMillis) {
    this.plan = plan;
    this.nowMillis = nowMillis;
    plan.reachable().forEach(node -> candidates.add(new Candidate(node, false, false)));
    if (!plan.strict()) {
      plan.standIns().forEach(node -> candidates.add(new Candidate(node, true, false)));
    }
    plan.unreachable().forEach(node -> candidates.add(new Candidate(node, false, true)));
  }

  /**
   * @param fit whether the replier may be counted by strict reads
   */
  public void replied(NodeId from, Siblings full, boolean fit) {
    Slot slot = slots.get(from);
    if (slot != null) {
      slot.full = full;
      slot.unfit = !fit;
      slot.waiting = false;
    }
  }

  public void replied(NodeId from, Summary summary, boolean fit) {
    Slot slot = slots.get(from);
    if (slot != null && slot.full == null) {
      slot.summary = summary;
      slot.unfit = !fit;
      slot.waiting = false;
    }
  }

  /** The node answered that it cannot, or will never answer. */
  public void failed(NodeId from) {
    Slot slot = slots.get(from);
    if (slot != null && slot.full == null) {
      slot.failed = true;
      slot.waiting = false;
    }
  }

  /** The replies take longer than usual: one more node is asked. */
  public void slow() {
    slow = true;
    extra++;
  }

  /** The deadline has come. */
  public void late() {
    late = true;
  }

  /** What to do now, given all facts so far. Questions are handed out once. */
  public Step step() {
    int answered = answered();
    Siblings merged = merged(true);
    List<Ask> asks = new ArrayList<>();
    if (answered >= plan.r()) {
      if (fetchesMissing(merged, asks)) {
        askMore(answered, plan.r() + extra, asks); // another may hold it, if the one asked is slow
      } else {
        boolean wordOfAnOwner = merged.hasLive(nowMillis) || ownersAnswered() > 0;
        if (wordOfAnOwner) {
          return new Answer(merged, answered, repairs(merged));
        }
        askMore(answered, plan.r() + 1 + extra, asks);
      }
    } else {
      askMore(answered, plan.r() + extra, asks);
    }
    boolean hopeless =
        asks.isEmpty() && slots.values().stream().noneMatch(s -> s.waiting && !(s.away && slow));
    return late || hopeless ? new GiveUp(plan.r(), answered, catchingUp()) : new Asking(asks);
  }

  /** Owners whose word was heard and did not count. */
  private List<NodeId> catchingUp() {
    List<NodeId> unfit = new ArrayList<>();
    slots.forEach(
        (node, slot) -> {
          if (plan.strict() && slot.hasReplied() && slot.unfit) {
            unfit.add(node);
          }
        });
    return unfit;
  }

  private int answered() {
    int count = 0;
    for (Slot slot : slots.values()) {
      count += slot.hasReplied() && !(plan.strict() && slot.unfit) ? 1 : 0;
    }
    return count;
  }

  private long ownersAnswered() {
    return slots.values().stream().filter(slot -> slot.hasReplied() && !slot.standIn).count();
  }

  /**
   * What the full replies say together, less what the others know to be superseded.
   *
   * @param all whether also those are heard who have not caught up
   */
  private Siblings merged(boolean all) {
    Siblings merged = Siblings.EMPTY;
    for (Slot slot : slots.values()) {
      if (slot.full != null && (all || !slot.unfit)) {
        merged = merged.join(slot.full);
      }
    }
    Siblings before;
    do { // what one reply supersedes may have been all that another one was lacking
      before = merged;
      for (Slot slot : slots.values()) {
        if (slot.full == null && slot.hasReplied() && (all || !slot.unfit)) {
          merged = merged.informedBy(slot.summary);
        }
      }
    } while (!merged.equals(before));
    return merged;
  }

  /** Asks for the values of versions that are known by name alone; true while such are missing. */
  private boolean fetchesMissing(Siblings merged, List<Ask> asks) {
    boolean missing = false;
    Summary known = merged.summary();
    for (Map.Entry<NodeId, Slot> entry : slots.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.full == null && slot.hasReplied() && known.lacksVersionOf(slot.summary)) {
        missing = true;
        if (!slot.waiting) {
          slot.waiting = true;
          asks.add(new Ask(entry.getKey(), slot.standIn, true));
        }
      }
    }
    return missing;
  }

  private void askMore(int answered, int wanted, List<Ask> asks) {
    long outstanding = slots.values().stream().filter(s -> s.waiting && !s.hasReplied()).count();
    boolean fullOnItsWay =
        slots.values().stream().anyMatch(s -> s.full != null || s.waiting && !s.standIn);
    while (answered + outstanding < wanted && !candidates.isEmpty()) {
      Candidate next = candidates.poll();
      boolean full = next.standIn() || !fullOnItsWay || slow;
      fullOnItsWay |= full && !next.standIn();
      slots.put(next.node(), new Slot(next.standIn(), next.away()));
      asks.add(new Ask(next.node(), next.standIn(), full));
      outstanding++;
    }
  }

  /**
   * A copy that has not caught up may hold what was deleted and then forgotten by the others: what
   * it alone knows is brought to nobody by a read. Its exchanges tell the one from the other.
   */
  private List<NodeId> repairs(Siblings merged) {
    boolean allFit = slots.values().stream().noneMatch(slot -> slot.unfit);
    if (!allFit && !merged(false).includes(merged)) {
      return List.of();
    }
    List<NodeId> stale = new ArrayList<>();
    Summary target = merged.summary();
    for (Map.Entry<NodeId, Slot> entry : slots.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.hasReplied() && !slot.standIn && !slot.known().includes(target)) {
        stale.add(entry.getKey());
      }
    }
    return stale;
  }
}
