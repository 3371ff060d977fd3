package aitta.listing;

import aitta.model.NodeId;
import aitta.peer.ListMessage;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One page in the making: which nodes are asked for which ranges, and their answers merged. Knows
 * no actor and no clock.
 *
 * <p>Ranges asked of one node go together as a portion. The page takes the lowest row of all
 * portions, so it waits while one of them has none at hand and more to come.
 */
final class ListingRound {
  /** A question to be sent. */
  record Ask(
      int portion, NodeId node, List<Integer> ranges, String from, int limit, int maxBytes) {}

  /** What to do now. */
  sealed interface Step {}

  enum Wait implements Step {
    INSTANCE
  }

  record Done(ListOutcome outcome) implements Step {}

  /** What the round is about. */
  record Plan(String from, String to, int limit, int maxBytes) {}

  private static final int MAX_RANGES = 128; // of a portion: a node opens as many tables at once
  private static final int MAX_ASKED = 64;
  private static final int MIN_BYTES = 64 * 1024;

  private static final class Portion {
    private final NodeId node;
    private final List<Integer> ranges;
    private final Deque<ListEntry> rows = new ArrayDeque<>();
    private String from; // what is not in rows yet begins there
    private boolean asked;
    private boolean complete;

    Portion(NodeId node, List<Integer> ranges, String from) {
      this.node = node;
      this.ranges = new ArrayList<>(ranges);
      this.from = from;
    }
  }

  private final Plan plan;
  private final List<List<NodeId>> owners;
  private final Map<Integer, Set<NodeId>> failed = new HashMap<>();
  private final Map<Integer, Portion> portions = new LinkedHashMap<>();
  private final List<ListEntry> entries = new ArrayList<>();
  private int lastPortion;
  private int asked;
  private long bytes;
  private int lost = -1; // a range that nobody answers for

  /**
   * @param owners of each range that can be reached, the one to be asked first at first
   */
  ListingRound(Plan plan, List<List<NodeId>> owners) {
    this.plan = plan;
    this.owners = owners;
    List<Integer> all = new ArrayList<>(owners.size());
    for (int range = 0; range < owners.size(); range++) {
      all.add(range);
    }
    assign(all, plan.from());
  }

  /** Makes portions of these ranges, each for the first of its owners that has not failed it. */
  private void assign(List<Integer> ranges, String from) {
    Map<NodeId, List<Integer>> byNode = new LinkedHashMap<>();
    for (int range : ranges) {
      Set<NodeId> without = failed.getOrDefault(range, Set.of());
      NodeId next =
          owners.get(range).stream().filter(o -> !without.contains(o)).findFirst().orElse(null);
      if (next == null) {
        lost = range;
        return;
      }
      byNode.computeIfAbsent(next, node -> new ArrayList<>()).add(range);
    }
    byNode.forEach(
        (node, its) -> {
          for (int at = 0; at < its.size(); at += MAX_RANGES) {
            List<Integer> part = its.subList(at, Math.min(its.size(), at + MAX_RANGES));
            portions.put(++lastPortion, new Portion(node, part, from));
          }
        });
  }

  /** The range that no owner answers for; -1 while there is none. */
  int lost() {
    return lost;
  }

  /** Nodes whose answers are awaited. */
  Set<NodeId> awaited() {
    Set<NodeId> awaited = new HashSet<>();
    portions.values().stream().filter(p -> p.asked).forEach(p -> awaited.add(p.node));
    return awaited;
  }

  /** Questions that are to be sent now; each is handed out once. */
  List<Ask> asks() {
    List<Ask> asks = new ArrayList<>();
    int wanted = plan.limit() - entries.size() + 1;
    int share = portions.size() == 1 ? wanted : wanted * 3 / (2 * portions.size()) + 16;
    int maxBytes = Math.max(MIN_BYTES, plan.maxBytes() / Math.max(1, portions.size()));
    for (Map.Entry<Integer, Portion> entry : portions.entrySet()) {
      Portion portion = entry.getValue();
      if (asked < MAX_ASKED && !portion.asked && !portion.complete && portion.rows.isEmpty()) {
        portion.asked = true;
        asked++;
        asks.add(
            new Ask(
                entry.getKey(),
                portion.node,
                List.copyOf(portion.ranges),
                portion.from,
                Math.min(wanted, share),
                maxBytes));
      }
    }
    return asks;
  }

  void answered(int number, ListMessage.Rows answer) {
    Portion portion = portions.get(number);
    if (portion == null || !portion.asked) {
      return; // it came too late, others were asked instead
    }
    boolean complete = answer.reached().isEmpty();
    if (!complete && answer.reached().compareTo(portion.from) <= 0) {
      failed(number); // it would go on like that for ever
      return;
    }
    portion.asked = false;
    asked--;
    if (!answer.missing().isEmpty()) {
      giveAway(portion, answer.missing());
    }
    portion.rows.addAll(answer.entries());
    portion.from = answer.reached();
    portion.complete = complete;
  }

  private void giveAway(Portion portion, List<Integer> ranges) {
    for (int range : ranges) {
      failed.computeIfAbsent(range, any -> new HashSet<>()).add(portion.node);
    }
    portion.ranges.removeAll(ranges);
    assign(ranges, portion.from);
  }

  /** The node refused, or is too slow: its ranges are asked of others. */
  void failed(int number) {
    Portion portion = portions.get(number);
    if (portion == null || !portion.asked) {
      return;
    }
    asked--;
    portions.remove(number);
    giveAway(portion, List.copyOf(portion.ranges));
  }

  /**
   * Some have been silent for long: their ranges are asked of others, where there are any.
   *
   * @return whether anybody else was found
   */
  boolean slow() {
    boolean found = false;
    for (int number : List.copyOf(portions.keySet())) {
      Portion portion = portions.get(number);
      if (portion.asked && portion.ranges.stream().allMatch(range -> hasOther(range, portion))) {
        failed(number);
        found = true;
      }
    }
    return found;
  }

  private boolean hasOther(int range, Portion portion) {
    Set<NodeId> without = failed.getOrDefault(range, Set.of());
    return owners.get(range).stream()
        .anyMatch(owner -> !owner.equals(portion.node) && !without.contains(owner));
  }

  /** What to do now. Depends on the answers, never on the order in which they came. */
  Step step() {
    while (lost < 0) {
      Portion lowest = null;
      for (Portion portion : portions.values()) {
        if (portion.rows.isEmpty()) {
          if (!portion.complete) {
            return Wait.INSTANCE;
          }
        } else if (lowest == null || nameOf(portion).compareTo(nameOf(lowest)) < 0) {
          lowest = portion;
        }
      }
      if (lowest == null) {
        return new Done(new ListOutcome.Page(entries, null));
      }
      if (isLast(nameOf(lowest))) { // as a bucket is, that has keys in several ranges
        lowest.rows.poll();
        continue;
      }
      if (entries.size() >= plan.limit() || bytes >= plan.maxBytes()) {
        return new Done(new ListOutcome.Page(entries, nameOf(lowest)));
      }
      take(lowest.rows.poll());
    }
    return new Done(incomplete());
  }

  private void take(ListEntry entry) {
    entries.add(entry);
    bytes += entry.bytes();
  }

  private boolean isLast(String name) {
    return !entries.isEmpty() && entries.get(entries.size() - 1).name().equals(name);
  }

  private static String nameOf(Portion portion) {
    return portion.rows.peek().name();
  }

  /** The time is over: the page ends where all portions have come to, if that is anywhere. */
  ListOutcome late() {
    String reached = null;
    for (Portion portion : portions.values()) {
      while (!portion.rows.isEmpty() && isLast(nameOf(portion))) {
        portion.rows.poll();
      }
      if (portion.complete && portion.rows.isEmpty()) {
        continue;
      }
      String at = portion.rows.isEmpty() ? portion.from : nameOf(portion);
      reached = reached == null || at.compareTo(reached) < 0 ? at : reached;
    }
    boolean progress = lost < 0 && reached != null && reached.compareTo(plan.from()) > 0;
    return progress ? new ListOutcome.Page(entries, reached) : incomplete();
  }

  private ListOutcome.Incomplete incomplete() {
    return new ListOutcome.Incomplete(
        lost >= 0
            ? "no owner of range " + lost + " can answer for it now"
            : "the owners " + awaited() + " of some ranges did not answer in time");
  }
}
