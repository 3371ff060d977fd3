package aitta.replica;

import aitta.model.NodeId;
import java.util.Map;

/**
 * What the events of one copy note beside its rows, and what of it has to be on disk soon, whether
 * or not a write comes. Used by one thread, and by one start of the replica's log alone.
 */
final class Noting {
  private final int range;
  private final ReplicaSetup shared;
  private final ReplicaState state;
  private final Trust trust;
  private Map<NodeId, Heard> heard; // by the last event, or the one that is being written
  private long claimed; // by the one that is being written

  /**
   * @param last of its events; what it says of other copies is known to the node from then on
   */
  Noting(int range, ReplicaSetup shared, ReplicaState state, Trust trust, CopyNote last) {
    this.range = range;
    this.shared = shared;
    this.state = state;
    this.trust = trust;
    this.heard = last.heard();
    heard.forEach((peer, mark) -> shared.marks().recall(range, peer, mark));
  }

  /** How far the copy of a peer is, as it says. */
  void heard(NodeId peer, long life, long seqNr) {
    if (!peer.equals(shared.self())) {
      shared.marks().heard(range, peer, life, seqNr);
      noteLife(peer, life);
    }
  }

  /**
   * Has it noted which lives of other copies the node has heard of: if this copy knew on disk what
   * they were before, and they crashed with it, none of them could confirm another.
   */
  void noteLives() {
    shared.marks().of(range).forEach((peer, mark) -> noteLife(peer, mark.life()));
  }

  private void noteLife(NodeId peer, long life) {
    Heard known = heard.get(peer);
    if (life != 0 && (known == null || known.life() != life)) {
      state.alsoWriteEvent();
    }
  }

  /** To be written with the next event. */
  CopyNote next(Figures figures, long reclaims) {
    claimed = trust.claimToNote();
    heard = shared.marks().of(range);
    return new CopyNote(figures, trust.life(), claimed, reclaims, heard);
  }

  /** The event is on disk for which {@link #next} was asked last. */
  void written() {
    trust.written(claimed);
  }
}
