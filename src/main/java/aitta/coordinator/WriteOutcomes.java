package aitta.coordinator;

import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;

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
            + " had; it may still take effect: repeat it with the same context");
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
