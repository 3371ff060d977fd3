package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ring, and which data directories hold the places in it: what nodes spread and hand out. */
record RingState(Ring ring, Claims claims) {
  /**
   * What either knows. Rings of one id that differ in Q or N are a defect that the check of a join
   * keeps out; they are not joined.
   */
  RingState join(RingState other) {
    return ring.isSameRing(other.ring)
        ? new RingState(ring.merge(other.ring), claims.join(other.claims))
        : this;
  }

  /** Empty without a ring. */
  static String idOf(Optional<RingState> state) {
    return state.map(known -> known.ring.id()).orElse("");
  }

  static SortedSet<NodeId> membersOf(Optional<RingState> state) {
    return state.map(known -> new TreeSet<>(known.ring.members().keySet())).orElseGet(TreeSet::new);
  }

  /** Who was removed, each with the version of its entry. */
  static SortedMap<NodeId, Integer> removedFrom(Optional<RingState> state) {
    SortedMap<NodeId, Integer> removed = new TreeMap<>();
    state.ifPresent(
        known ->
            known.ring.memberships().stream()
                .filter(aitta.ring.Membership::isRemoved)
                .forEach(entry -> removed.put(entry.id(), entry.version())));
    return removed;
  }

  void writeTo(Output out) {
    out.putBytes(RingFormat.encode(ring));
    claims.writeTo(out);
  }

  static RingState read(Input in) {
    return new RingState(RingFormat.decode(in.getBytes()), Claims.read(in));
  }
}
