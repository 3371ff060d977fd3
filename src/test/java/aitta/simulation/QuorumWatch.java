package aitta.simulation;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.version.Context;
import aitta.version.Dot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks, at any moment, whether quorums overlap: of what a strict quorum acknowledged, whether any
 * strict quorum of the owners would know it, whoever of them answers first, by whichever list of
 * the owners they still answer; and whether it is still on as many disks as acknowledged it.
 */
final class QuorumWatch {
  private final SimulatedCluster cluster;
  private final Ledger ledger;
  private final Map<Dot, Integer> least = new HashMap<>(); // quorum of owners since it was there
  private boolean over;

  QuorumWatch(SimulatedCluster cluster, Ledger ledger) {
    this.cluster = cluster;
    this.ledger = ledger;
  }

  /** An operator has given up what only those knew that are gone. */
  void lossIsAccepted() {
    over = true;
  }

  void lookAtAll() {
    if (cluster.isMoving()) {
      ledger.keys().forEach(this::look);
    }
  }

  /** At the keys of a range. */
  void look(int range) {
    for (Key key : ledger.keys()) {
      if (key.range(SimulatedCluster.RANGES) == range) {
        look(key);
      }
    }
  }

  void look(Key key) {
    List<Dot> sure = ledger.sure(key);
    if (over || sure.isEmpty()) {
      return;
    }
    int range = key.range(SimulatedCluster.RANGES);
    Map<NodeId, Context> known = new HashMap<>();
    Map<RangeOwners, List<NodeId>> fit = new HashMap<>(); // by the list under which they answer
    int unknown = 0;
    for (SimulatedNode node : cluster.nodes()) {
      NodeState state = node.isUp() ? node.process().state() : null;
      if (state != null && state.figures().of(range).isPresent()) {
        known.put(node.id, state.held(key).context());
        RangeOwners list = state.listOfCopy(range);
        if (list.isOwner(node.id) && state.isFit(range) && !state.isSealed(range)) {
          fit.computeIfAbsent(list, l -> new ArrayList<>()).add(node.id);
        }
      } else if (!node.isAbsent() && (state == null || state.hasCopy(range))) {
        unknown++; // it is down, or reads back what it has
      }
    }
    int now = cluster.agreements().newest(range).n() / 2 + 1;
    for (Dot dot : sure) {
      fit.forEach((list, answering) -> requireOverlap(key, dot, list, answering, known));
      // Where an operator has forced that fewer own it, more have it again when they have caught
      // up.
      int quorum = least.merge(dot, now, Math::min);
      long holders = unknown + known.values().stream().filter(has -> has.covers(dot)).count();
      if (!ledger.isDiskLost() && holders < Math.min(quorum, ledger.quorumOf(key, dot))) {
        cluster.wrong(
            dot
                + " of "
                + key
                + " was acknowledged by more than the "
                + holders
                + " that have it on disk");
      }
    }
  }

  /** A question is answered by those only that know the very list under which it is asked. */
  private void requireOverlap(
      Key key, Dot dot, RangeOwners list, List<NodeId> answering, Map<NodeId, Context> known) {
    List<NodeId> blind = answering.stream().filter(node -> !known.get(node).covers(dot)).toList();
    if (blind.size() > list.n() / 2) {
      cluster.wrong(
          dot
              + " of "
              + key
              + " was acknowledged, and "
              + blind
              + " of "
              + list
              + " could answer without it");
    }
  }
}
