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
   * @param self the coordinating node: an owner, or a stand-in where no owner can be reached
   * @param owners all owners of the range
   * @param reachable the nodes that can be reached
   * @param standIns nodes that may keep hints, in the order in which to use them; {@code self} is
   *     none of them
   * @param w how many nodes must have it durably, 1 to the number of owners
   */
  public record Plan(
      NodeId self,
      List<NodeId> owners,
      Set<NodeId> reachable,
      List<NodeId> standIns,
      int w,
      boolean strict) {}

  private enum Place {
    SENT, // to the owner itself
    HANDED, // to a holder, not acknowledged yet
    DONE // the owner has it, or a holder has the hint
  }

  private final Plan plan;
  private final Map<NodeId, Place> places = new LinkedHashMap<>(); // of each owner
  private final Map<NodeId, Set<NodeId>> handed = new LinkedHashMap<>(); // holder -> targets
  private final Set<NodeId> pending = new HashSet<>(); // nodes whose answer may still count
  private final Set<NodeId> durable = new HashSet<>();
  private final Deque<NodeId> standIns;
  private boolean slow;

  public WriteRound(Plan plan) {
    this.plan = plan;
    this.standIns = new ArrayDeque<>(plan.standIns());
  }

  /**
   * The first messages. The coordinating owner's own copy is not among them: minting has begun it.
   */
  public List<Send> start() {
    List<Send> sends = new ArrayList<>();
    boolean ownerCoordinates = plan.owners().contains(plan.self());
    if (ownerCoordinates) {
      places.put(plan.self(), Place.SENT);
    }
    pending.add(plan.self());
    for (NodeId owner : plan.owners()) {
      if (owner.equals(plan.self())) {
        continue;
      }
      if (plan.reachable().contains(owner)) {
        places.put(owner, Place.SENT);
        pending.add(owner);
        sends.add(new SendStore(owner));
      } else if (ownerCoordinates) {
        handOver(owner, sends);
      } else {
        places.put(owner, Place.HANDED); // minting as a stand-in has kept it for all owners
      }
    }
    if (!ownerCoordinates) {
      handed.put(plan.self(), Set.copyOf(plan.owners()));
      for (NodeId owner : plan.owners()) {
        if (pending.size() < plan.w()) {
          spread(owner, sends);
        }
      }
    }
    return sends;
  }

  /** {@code node} has it on disk, as a copy or as a hint. */
  public List<Send> stored(NodeId node) {
    pending.remove(node);
    durable.add(node);
    if (plan.owners().contains(node)) {
      places.put(node, Place.DONE);
    }
    for (NodeId target : handed.getOrDefault(node, Set.of())) {
      places.put(target, Place.DONE);
    }
    return List.of();
  }

  /** {@code node} will not take it: refused, failed, or gone. */
  public List<Send> failed(NodeId node) {
    pending.remove(node);
    List<Send> sends = new ArrayList<>();
    Set<NodeId> orphans = new HashSet<>(handed.getOrDefault(node, Set.of()));
    handed.remove(node);
    if (places.get(node) == Place.SENT) {
      orphans.add(node);
    }
    for (NodeId owner : plan.owners()) {
      if (orphans.contains(owner) && places.get(owner) != Place.DONE && !owner.equals(node)) {
        handOver(owner, sends);
      }
    }
    if (orphans.contains(node)) {
      handOver(node, sends);
    }
    return sends;
  }

  /** Owners that have not answered by now get a stand-in each. */
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

  private void handOver(NodeId owner, List<Send> sends) {
    places.put(owner, Place.HANDED);
    if (!spread(owner, sends) && !owner.equals(plan.self())) {
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
    pending.add(holder);
    hand(holder, owner, sends);
    return true;
  }

  private void hand(NodeId holder, NodeId owner, List<Send> sends) {
    Set<NodeId> targets = new HashSet<>(handed.getOrDefault(holder, Set.of()));
    if (targets.add(owner)) {
      handed.put(holder, targets);
      sends.add(new SendHint(holder, Set.of(owner)));
    }
  }

  /** How many nodes have it durably and count. */
  public int count() {
    if (!plan.strict()) {
      return durable.size();
    }
    return (int) plan.owners().stream().filter(durable::contains).count();
  }

  public boolean isMet() {
    return count() >= plan.w();
  }

  /**
   * Whether w can no longer be met, as far as is known: the usual time is over and too few are left
   * that could answer.
   */
  public boolean isHopeless() {
    if (isMet()) {
      return false;
    }
    long open =
        pending.stream().filter(node -> !plan.strict() || plan.owners().contains(node)).count();
    return (slow || pending.isEmpty()) && count() + open < plan.w();
  }

  /** Whether every owner has the version, or a hint for it is kept. */
  public boolean isSettled() {
    return plan.owners().stream().allMatch(owner -> places.get(owner) == Place.DONE);
  }

  public int required() {
    return plan.w();
  }
}
