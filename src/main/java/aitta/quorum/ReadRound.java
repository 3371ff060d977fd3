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
    final int askedAt; // how many times the replies had been slow by then
    boolean waiting = true;
    boolean failed;
    boolean unfit;
    Siblings full;
    Summary summary;

    Slot(boolean standIn, boolean away, int askedAt) {
      this.standIn = standIn;
      this.away = away;
      this.askedAt = askedAt;
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
  private int slow; // how many times; so many are asked beyond r
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
    slow++;
  }

  /** The deadline has come. */
  public void late() {
    late = true;
  }

  /**
   * What to do now, given all facts so far. Questions are handed out once.
   *
   * <p>The word of owners that have not caught up is heard only where r others cannot be had: they
   * may have what was deleted and then forgotten by the others.
   */
  public Step step() {
    boolean enoughFit = plan.strict() || ownersAnswered(false) >= plan.r();
    boolean all = !enoughFit && !isWaitingForFit();
    int answered = answered(all);
    Siblings merged = merged(all);
    List<Ask> asks = new ArrayList<>();
    if (answered >= plan.r()) {
      if (fetchesMissing(merged, all, asks)) {
        askMore(answered, plan.r() + slow, asks); // another may hold it, if the one asked is slow
      } else {
        boolean wordOfAnOwner = merged.hasLive(nowMillis) || ownersAnswered(all) > 0;
        if (wordOfAnOwner) {
          return new Answer(merged, answered, repairs(merged));
        }
        askMore(answered, plan.r() + 1 + slow, asks);
      }
    } else {
      askMore(answered, plan.r() + slow, asks);
    }
    boolean hopeless =
        asks.isEmpty()
            && slots.values().stream().noneMatch(s -> s.waiting && !(s.away && slow > 0));
    return late || hopeless ? new GiveUp(plan.r(), answered, catchingUp()) : new Asking(asks);
  }

  /** Whether somebody has not caught up, and an owner that may have is expected to answer soon. */
  private boolean isWaitingForFit() {
    Candidate next = candidates.peek();
    boolean more = next != null && !next.standIn() && !next.away();
    return !late
        && slots.values().stream().anyMatch(slot -> slot.hasReplied() && slot.unfit)
        && (more || slots.values().stream().anyMatch(this::isDueSoon));
  }

  private boolean isDueSoon(Slot slot) {
    boolean owner = !slot.standIn && !slot.away;
    return owner && slot.waiting && !slot.hasReplied() && slot.askedAt == slow;
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

  /**
   * @param all whether also those are heard who have not caught up
   */
  private int answered(boolean all) {
    return (int) slots.values().stream().filter(slot -> isHeard(slot, all)).count();
  }

  private long ownersAnswered(boolean all) {
    return slots.values().stream().filter(slot -> isHeard(slot, all) && !slot.standIn).count();
  }

  private static boolean isHeard(Slot slot, boolean all) {
    return slot.hasReplied() && (all || !slot.unfit);
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
        if (slot.full == null && isHeard(slot, all)) {
          merged = merged.informedBy(slot.summary);
        }
      }
    } while (!merged.equals(before));
    return merged;
  }

  /** Asks for the values of versions that are known by name alone; true while such are missing. */
  private boolean fetchesMissing(Siblings merged, boolean all, List<Ask> asks) {
    boolean missing = false;
    Summary known = merged.summary();
    for (Map.Entry<NodeId, Slot> entry : slots.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.full == null && isHeard(slot, all) && known.lacksVersionOf(slot.summary)) {
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
        slots.values().stream()
            .anyMatch(s -> s.full != null && !s.unfit || s.waiting && !s.standIn);
    while (answered + outstanding < wanted && !candidates.isEmpty()) {
      Candidate next = candidates.poll();
      boolean full = next.standIn() || !fullOnItsWay || slow > 0;
      fullOnItsWay |= full && !next.standIn();
      slots.put(next.node(), new Slot(next.standIn(), next.away(), slow));
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
