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
 * strict quorum of the owners of now would know it, whoever of them answers first; and whether it
 * is still on as many disks as acknowledged it.
 */
final class QuorumWatch {
  private final SimulatedCluster cluster;
  private final Ledger ledger;
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
    RangeOwners list = cluster.agreements().newest(range);
    int quorum = list.n() / 2 + 1;
    Map<NodeId, Context> known = new HashMap<>();
    List<NodeId> fit = new ArrayList<>();
    int unknown = 0;
    for (SimulatedNode node : cluster.nodes()) {
      NodeState state = node.isUp() ? node.process().state() : null;
      if (state != null && state.figures().of(range).isPresent()) {
        known.put(node.id, state.held(key).context());
        if (list.isOwner(node.id) && state.isFit(range)) {
          fit.add(node.id);
        }
      } else if (!node.isAbsent() && (state == null || state.hasCopy(range))) {
        unknown++; // it is down, or reads back what it has
      }
    }
    for (Dot dot : sure) {
      List<NodeId> blind = fit.stream().filter(node -> !known.get(node).covers(dot)).toList();
      long holders = unknown + known.values().stream().filter(has -> has.covers(dot)).count();
      if (blind.size() >= quorum) {
        cluster.wrong(
            dot
                + " of "
                + key
                + " was acknowledged, and "
                + blind
                + " of "
                + list
                + " could answer without it");
      } else if (!ledger.isDiskLost() && holders < Math.min(quorum, ledger.quorumOf(key, dot))) {
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
}
