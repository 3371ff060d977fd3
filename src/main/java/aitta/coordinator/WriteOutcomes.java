package aitta.coordinator;

import aitta.model.NodeId;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import java.util.Collection;
import java.util.List;

/** Words for writes that did not succeed. */
final class WriteOutcomes {
  private WriteOutcomes() {}

  static Outcome ofUnminted(ReplicaState.Minting outcome) {
    if (outcome instanceof ReplicaState.TooMany many) {
      return new Outcome.TooManySiblings(many.count(), many.bytes());
    }
    ReplicaState.NeverMinted never = (ReplicaState.NeverMinted) outcome;
    return new Outcome.InvalidContext(
        "names write " + never.counter() + " of a writer that has made " + never.minted());
  }

  static Outcome notMet(Route route, Request.Write write, int received) {
    return notMet(route, write, received, List.of());
  }

  /**
   * @param catchingUp owners that have it too, and did not count
   */
  static Outcome notMet(
      Route route, Request.Write write, int received, Collection<NodeId> catchingUp) {
    int required = write.w().of(route.owners().size());
    return new Outcome.QuorumNotMet(
        required,
        received,
        "a write to range "
            + route.range()
            + " wants "
            + required
            + (write.strict() ? " of its owners " : " of its owners or their stand-ins ")
            + route.owners()
            + " to have it on disk within "
            + write.timeout().toMillis()
            + " ms, and "
            + received
            + " had"
            + catchingUp(catchingUp)
            + "; it may still take effect: repeat it with the same context");
  }

  /**
   * What came of it where others coordinate is not known.
   *
   * @param last owner that was asked to coordinate it; null where each one refused or was passed
   *     over
   */
  static Outcome unheard(Route route, Request.Write write, NodeId last) {
    return new Outcome.QuorumNotMet(
        write.w().of(route.owners().size()),
        0,
        "a write to range "
            + route.range()
            + " is coordinated by one of its owners "
            + route.owners()
            + ", and "
            + (last == null ? "none of them" : "the last one asked, " + last + ", did not")
            + (last == null ? " said within " : " say within ")
            + write.timeout().toMillis()
            + " ms what became of it; it may still take effect: repeat it with the same context");
  }

  /** Why owners that answered did not count; empty where there are none. */
  static String catchingUp(Collection<NodeId> owners) {
    if (owners.isEmpty()) {
      return "";
    }
    return "; "
        + owners.size()
        + " more answered and did not count, since their copies have not caught up: "
        + owners;
  }

  static Outcome turnNotCome(Route route) {
    return new Outcome.QuorumNotMet(
        route.owners().size() / 2 + 1,
        0,
        "conditional writes of one key take turns, and its turn did not come in time; nothing was"
            + " done");
  }

  static Outcome firstOwnerAway(Route route) {
    return new Outcome.QuorumNotMet(
        route.owners().size() / 2 + 1,
        0,
        "a conditional write goes through "
            + route.owners().get(0)
            + ", the first owner of range "
            + route.range()
            + ", which did not answer; it may still take effect");
  }
}
