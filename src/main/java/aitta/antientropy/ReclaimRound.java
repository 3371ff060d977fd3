package aitta.antientropy;

import aitta.model.NodeId;
import aitta.peer.RangeMessage.DeadKey;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Frees the space of keys that are dead on every owner, as one decision that all of them take, and
 * only when nothing on its way could bring back what was deleted: every owner holds exactly the
 * same and is fit; then, after all that was on its way has arrived, no member of the ring keeps a
 * hint of the key, and every owner still holds the same. Whatever goes wrong: nothing was done, and
 * it is tried again later. Changed by the facts told to it; used by one thread.
 */
final class ReclaimRound {
  sealed interface Step {}

  /** Ask every owner which of these it holds exactly so. */
  record Approve(long number, long proposal, List<DeadKey> keys) implements Step {}

  /** Wait until nothing is on its way any more that was sent before now. */
  enum Settle implements Step {
    INSTANCE
  }

  /** Ask every member of the ring which of these it keeps hints of. */
  record AskHints(List<DeadKey> keys) implements Step {}

  /** Tell every owner to do it. */
  record Apply(long number, long proposal, List<DeadKey> keys) implements Step {}

  /**
   * It is over.
   *
   * @param keys that were decided to be reclaimed
   * @param why it came to nothing; null where it did not
   */
  record End(int keys, String why) implements Step {}

  private enum Wait implements Step {
    INSTANCE
  }

  /** Nothing to do before the next answer. */
  static final Step WAIT = Wait.INSTANCE;

  private enum Phase {
    FIRST,
    SETTLING,
    HINTS,
    SECOND,
    APPLYING,
    OVER
  }

  /** Keys that change all the time are left to a later round. */
  private static final int MAX_APPROVALS = 4;

  private final long number;
  private final LongSupplier proposals;
  private final Set<NodeId> owners;
  private final Set<NodeId> members;
  private final Set<NodeId> awaited = new HashSet<>();
  private Phase phase = Phase.FIRST;
  private List<DeadKey> keys;
  private BitSet left = new BitSet();
  private long proposal;
  private int approvals;

  /**
   * @param number of the decision: the range's last one plus one
   * @param proposals random numbers
   * @param owners of the range, all of them
   * @param members of the ring, all of them
   * @param keys that are dead on this node's copy
   */
  ReclaimRound(
      long number,
      LongSupplier proposals,
      Set<NodeId> owners,
      Set<NodeId> members,
      List<DeadKey> keys) {
    this.number = number;
    this.proposals = proposals;
    this.owners = Set.copyOf(owners);
    this.members = Set.copyOf(members);
    this.keys = List.copyOf(keys);
  }

  Step start() {
    return approve();
  }

  private Step approve() {
    approvals++;
    if (keys.isEmpty() || approvals > MAX_APPROVALS) {
      return end(keys.isEmpty() ? "no key is dead everywhere" : "keys are still being written");
    }
    proposal = proposals.getAsLong();
    expect(owners);
    return new Approve(number, proposal, keys);
  }

  private void expect(Set<NodeId> nodes) {
    awaited.clear();
    awaited.addAll(nodes);
    left = new BitSet();
    left.set(0, keys.size());
  }

  /**
   * @param held the places of the keys that this owner holds exactly so
   * @param of the proposal that this is an answer to
   */
  Step approved(NodeId from, long of, int[] held) {
    boolean expected = (phase == Phase.FIRST || phase == Phase.SECOND) && of == proposal;
    if (!expected || !awaited.remove(from)) {
      return WAIT;
    }
    BitSet these = new BitSet();
    IntStream.of(held).forEach(these::set);
    left.and(these);
    return awaited.isEmpty() ? allApproved() : WAIT;
  }

  private Step allApproved() {
    boolean all = left.cardinality() == keys.size();
    keep();
    if (keys.isEmpty()) {
      return end("no key is dead everywhere");
    }
    if (phase == Phase.FIRST) {
      phase = Phase.SETTLING;
      return Settle.INSTANCE;
    }
    if (!all) {
      return approve(); // an owner applies exactly what it has approved
    }
    phase = Phase.APPLYING;
    expect(owners);
    return new Apply(number, proposal, keys);
  }

  private void keep() {
    keys = IntStream.range(0, keys.size()).filter(left::get).mapToObj(keys::get).toList();
  }

  Step settled() {
    if (phase != Phase.SETTLING) {
      return WAIT;
    }
    phase = Phase.HINTS;
    expect(members);
    return new AskHints(keys);
  }

  /**
   * @param held the places of the keys that this node keeps hints of
   */
  Step hinted(NodeId from, int[] held) {
    if (phase != Phase.HINTS || !awaited.remove(from)) {
      return WAIT;
    }
    IntStream.of(held).forEach(left::clear);
    if (!awaited.isEmpty()) {
      return WAIT;
    }
    keep();
    phase = Phase.SECOND;
    return approve();
  }

  /** An owner that does not get to it learns of the decision in its next exchange. */
  Step applied(NodeId from) {
    if (phase != Phase.APPLYING || !awaited.remove(from) || !awaited.isEmpty()) {
      return WAIT;
    }
    phase = Phase.OVER;
    return new End(keys.size(), null);
  }

  /** Somebody refuses, cannot be reached, or does not answer in time. */
  Step failed(NodeId from, String why) {
    if (phase == Phase.APPLYING) {
      return applied(from);
    }
    return phase == Phase.OVER || !awaited.contains(from) ? WAIT : end(from + ": " + why);
  }

  /** Not everybody has answered in time. */
  Step late() {
    if (phase == Phase.APPLYING) {
      phase = Phase.OVER;
      return new End(keys.size(), null);
    }
    boolean waits = phase == Phase.FIRST || phase == Phase.HINTS || phase == Phase.SECOND;
    return waits ? end("no answer of " + awaited) : WAIT;
  }

  private Step end(String why) {
    phase = Phase.OVER;
    return new End(0, why);
  }
}
