package aitta.ownership;

import aitta.model.NodeId;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** A node of the simulation: what it keeps on disk, and what it loses when it crashes. */
final class SimulatedOwner {
  final NodeId id;
  Acceptor acceptor; // on disk
  final Set<Integer> data = new TreeSet<>(); // on disk: numbers of writes
  boolean fit; // on disk
  int epoch; // counts the starts
  final Set<NodeId> level = new HashSet<>(); // has exchanged with these under the list it knows
  private final Set<NodeId> fitOnes = new HashSet<>(); // of these
  private long rounds; // on disk

  SimulatedOwner(NodeId id, Acceptor acceptor, boolean fit) {
    this.id = id;
    this.acceptor = acceptor;
    this.fit = fit;
  }

  boolean owns() {
    return acceptor.list().isOwner(id);
  }

  /** Whether it reads and writes under this version of the list. */
  boolean serves(int version) {
    return owns() && acceptor.list().version() == version && !acceptor.isSealed();
  }

  void learn(aitta.ring.RangeOwners list) {
    boolean owned = owns();
    Acceptor next = acceptor.learn(list);
    if (next != acceptor) {
      acceptor = next;
      level.clear();
      fitOnes.clear();
      fit = fit && owned && owns();
    }
  }

  /** Enough exchanges that every write acknowledged by a quorum is here. */
  void exchangedWith(NodeId peer, boolean peerIsFit) {
    level.add(peer);
    if (peerIsFit) {
      fitOnes.add(peer);
    }
    int n = acceptor.list().n();
    int w = n / 2 + 1;
    fit |= owns() && fitOnes.size() >= n - w + 1;
  }

  Proposal nextProposal(Proposal above) {
    rounds = Math.max(rounds, above == null ? 0 : above.round()) + 1;
    return new Proposal(rounds, id);
  }

  void crash() {
    epoch++;
    level.clear();
    fitOnes.clear();
  }
}
