package aitta.quorum;

import aitta.model.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One minted version on its way to the owners of its range: who was sent it, who has it durably,
 * who keeps it as a hint for whom. Dynamo, SOSP 2007, sections 4.5 and 4.6. Changed by the facts
 * told to it; used by one thread.
 */
public final class WriteRound {
  /** Something to send. */
  public sealed interface Send {
    NodeId to();
  }

  /** To an owner: join this. */
  public record SendStore(NodeId to) implements Send {}

  /** To a stand-in, or to the coordinator itself: keep this for {@code targets}. */
  public record SendHint(NodeId to, Set<NodeId> targets) implements Send {
    public SendHint {
      targets = Set.copyOf(targets);
    }
  }

  /**
   * Where a version is to go.
   *
   * @param self the coordinating node: an owner, or a stand-in where no owner answers
   * @param owners all owners of the range
   * @param reachable the nodes that can be reached
   * @param standIns nodes that may keep hints, in the order in which to use them; {@code self} is
   *     none of them
   * @param w how many nodes must have it durably, 1 to the number of owners
   * @param fit of the owners that have it so many, up to {@code w}, must have caught up; 0 where it
   *     does not matter what they know beside it
   */
  public record Plan(
      NodeId self,
      List<NodeId> owners,
      Set<NodeId> reachable,
      List<NodeId> standIns,
      int w,
      boolean strict,
      int fit) {}

  private enum Place {
    SENT, // to the owner itself
    HANDED, // to a holder, not acknowledged yet
    DONE // the owner has it, or a holder has the hint, or it has been outbid
  }

  private final Plan plan;
  private final Map<NodeId, Place> places = new LinkedHashMap<>(); // of each owner
  private final Map<NodeId, Set<NodeId>> handed = new LinkedHashMap<>(); // holder -> targets
  private final Set<NodeId> storing = new HashSet<>(); // owners whose copy may still come
  private final Set<NodeId> keeping = new HashSet<>(); // holders whose hint may still come
  private final Set<NodeId> copies = new HashSet<>(); // owners whose copy is on disk
  private final Set<NodeId> fit = new HashSet<>(); // those of them that have caught up
  private final Set<NodeId> holders = new HashSet<>(); // nodes with a hint on disk
  private final Deque<NodeId> standIns;
  private boolean slow;
  private boolean selfRefusesHints;

  public WriteRound(Plan plan) {
    this.plan = plan;
    this.standIns = new ArrayDeque<>(plan.standIns());
  }

  /**
   * The first messages. What the coordinator itself stores or keeps is not among them: minting has
   * begun it.
   */
  public List<Send> start() {
    List<Send> sends = new ArrayList<>();
    if (plan.owners().contains(plan.self())) {
      startAsOwner(sends);
    } else {
      startAsStandIn(sends);
    }
    return sends;
  }

  private void startAsOwner(List<Send> sends) {
    for (NodeId owner : plan.owners()) {
      boolean self = owner.equals(plan.self());
      if (self || plan.reachable().contains(owner)) {
        places.put(owner, Place.SENT);
        storing.add(owner);
        if (!self) {
          sends.add(new SendStore(owner));
        }
      } else {
        handOver(owner, sends);
      }
    }
  }

  private void startAsStandIn(List<Send> sends) {
    plan.owners().forEach(owner -> places.put(owner, Place.HANDED));
    handed.put(plan.self(), Set.copyOf(plan.owners()));
    keeping.add(plan.self());
    for (NodeId owner : plan.owners()) {
      if (plan.reachable().contains(owner)) { // too slow to coordinate, but may still take its copy
        storing.add(owner);
        sends.add(new SendStore(owner));
      }
    }
    for (NodeId owner : plan.owners()) {
      if (keeping.size() < plan.w()) {
        spread(owner, sends);
      }
    }
  }

  /**
   * The owner has it on disk.
   *
   * @param hasCaughtUp so that what it said with that is all it has to know
   */
  public void stored(NodeId owner, boolean hasCaughtUp) {
    storing.remove(owner);
    copies.add(owner);
    if (hasCaughtUp) {
      fit.add(owner);
    }
    places.put(owner, Place.DONE);
  }

  /** {@code holder} has it on disk as a hint for {@code targets}. */
  public void kept(NodeId holder, Set<NodeId> targets) {
    holders.add(holder);
    targets.forEach(target -> places.replace(target, Place.DONE));
    Set<NodeId> handedTo = handed.getOrDefault(holder, Set.of());
    if (handedTo.stream().allMatch(target -> places.get(target) == Place.DONE)) {
      keeping.remove(holder);
    }
  }

  /** The owner will not take it: it refused, or failed. */
  public List<Send> notStored(NodeId owner) {
    storing.remove(owner);
    List<Send> sends = new ArrayList<>();
    if (places.get(owner) == Place.SENT) {
      handOver(owner, sends);
    }
    return sends;
  }

  /** The owner has promised a higher ballot: it will not have this, nor is it to be kept for it. */
  public void neverStored(NodeId owner) {
    storing.remove(owner);
    places.put(owner, Place.DONE);
  }

  /** The holder will not keep the hint: it refused, or failed. */
  public List<Send> notKept(NodeId holder) {
    keeping.remove(holder);
    selfRefusesHints |= holder.equals(plan.self());
    List<Send> sends = new ArrayList<>();
    Set<NodeId> orphans = handed.remove(holder);
    for (NodeId owner : plan.owners()) {
      if (orphans != null && orphans.contains(owner) && places.get(owner) == Place.HANDED) {
        handOver(owner, sends);
      }
    }
    return sends;
  }

  /** Those that have not answered by now are given a stand-in each. */
  public List<Send> slow() {
    slow = true;
    List<Send> sends = new ArrayList<>();
    for (NodeId owner : plan.owners()) {
      if (places.get(owner) == Place.SENT) {
        handOver(owner, sends);
      }
    }
    return sends;
  }

  /** Holders that were silent for long are passed over: they may be as dead as the owner is. */
  public List<Send> holdersAreSilent() {
    List<Send> sends = new ArrayList<>();
    for (NodeId holder : List.copyOf(keeping)) {
      if (!holder.equals(plan.self())) {
        sends.addAll(notKept(holder));
      }
    }
    return sends;
  }

  private void handOver(NodeId owner, List<Send> sends) {
    places.put(owner, Place.HANDED);
    if (!spread(owner, sends) && !owner.equals(plan.self()) && !selfRefusesHints) {
      hand(
          plan.self(),
          owner,
          sends); // no node is left: the coordinator keeps the hint, and counts once
    }
  }

  private boolean spread(NodeId owner, List<Send> sends) {
    NodeId holder = standIns.poll();
    if (holder == null) {
      return false;
    }
    hand(holder, owner, sends);
    return true;
  }

  private void hand(NodeId holder, NodeId owner, List<Send> sends) {
    Set<NodeId> targets = new HashSet<>(handed.getOrDefault(holder, Set.of()));
    if (targets.add(owner)) {
      handed.put(holder, targets);
      keeping.add(holder);
      sends.add(new SendHint(holder, Set.of(owner)));
    }
  }

  /**
   * How many nodes have it durably and count. An owner counts with its copy alone: a hint that it
   * keeps for another is not what it answers reads with. While too few have caught up, no others
   * count.
   */
  public int count() {
    if (lacksFit()) {
      return fit.size();
    }
    return plan.strict() ? copies.size() : union(copies, standInsAmong(holders)).size();
  }

  private boolean lacksFit() {
    return fit.size() < plan.fit();
  }

  /** Owners that have it, and do not count before they have caught up. */
  public Set<NodeId> catchingUp() {
    Set<NodeId> others = new HashSet<>(lacksFit() ? copies : Set.of());
    others.removeAll(fit);
    return others;
  }

  private Set<NodeId> standInsAmong(Set<NodeId> nodes) {
    Set<NodeId> standing = new HashSet<>(nodes);
    plan.owners().forEach(standing::remove);
    return standing;
  }

  public boolean isMet() {
    return count() >= plan.w();
  }

  /**
   * Whether w cannot be met as far as is known: the usual time is over, and too few are left that
   * could still answer.
   */
  public boolean isHopeless() {
    Set<NodeId> possible = union(copies, storing);
    if (!plan.strict()) {
      possible = union(possible, standInsAmong(union(holders, keeping)));
    }
    boolean waited = slow || storing.isEmpty() && keeping.isEmpty();
    return waited && (possible.size() < plan.w() || union(fit, storing).size() < plan.fit());
  }

  private static Set<NodeId> union(Set<NodeId> some, Set<NodeId> more) {
    Set<NodeId> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  /** Whether every owner has the version, or a hint for it is kept. */
  public boolean isSettled() {
    return plan.owners().stream().allMatch(owner -> places.get(owner) == Place.DONE);
  }

  public int required() {
    return plan.w();
  }
}
