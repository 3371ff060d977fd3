package aitta.ownership;

import aitta.ring.RangeOwners;

/**
 * What an owner keeps of the agreement on its range's list. Immutable; whatever {@link Answered}
 * holds as the new state is on disk before its reply is sent.
 *
 * @param list the newest list that this owner knows to be decided
 * @param promised no proposal below it is taken for the next list; null for none
 * @param accepted the successor accepted last; null for none, and then the owner is not sealed
 */
public record Acceptor(RangeOwners list, Proposal promised, Accepted accepted) {

  /** How a question was answered. */
  public sealed interface Reply {}

  /**
   * Nothing below the proposal will be taken.
   *
   * @param accepted what was accepted before; null for nothing
   */
  public record Promised(Accepted accepted) implements Reply {}

  /** The list is accepted; the owner is sealed. */
  public record Sealed() implements Reply {}

  /** A higher proposal was promised. */
  public record Outbid(Proposal promised) implements Reply {}

  /** The question is about a list that has a successor already. */
  public record Decided(RangeOwners list) implements Reply {}

  /**
   * This owner has not heard of the list in question yet, is none of its owners, or has lost data.
   */
  public record Unaware(int version) implements Reply {}

  /** The state from now on, and what to answer once it is kept. */
  public record Answered(Acceptor state, Reply reply) {}

  public Acceptor {
    if (accepted != null
        && (promised == null
            || accepted.proposal().compareTo(promised) > 0
            || accepted.next().version() != list.version() + 1)) {
      throw new IllegalArgumentException(
          "accepted " + accepted + " under promise " + promised + " after " + list);
    }
  }

  /** Of an owner that has just learnt of {@code list}. */
  public static Acceptor of(RangeOwners list) {
    return new Acceptor(list, null, null);
  }

  /** Whether nothing may be read or written under {@link #list} any more. */
  public boolean isSealed() {
    return accepted != null;
  }

  /** Paxos, phase 1, for the successor of list {@code version}. */
  public Answered prepare(int version, Proposal proposal) {
    if (version != list.version()) {
      return new Answered(this, elsewhere(version));
    }
    if (promised != null && promised.compareTo(proposal) > 0) {
      return new Answered(this, new Outbid(promised));
    }
    return new Answered(new Acceptor(list, proposal, accepted), new Promised(accepted));
  }

  /** Paxos, phase 2. */
  public Answered accept(Proposal proposal, RangeOwners next) {
    if (next.version() != list.version() + 1) {
      return new Answered(this, elsewhere(next.version() - 1));
    }
    if (promised != null && promised.compareTo(proposal) > 0) {
      return new Answered(this, new Outbid(promised));
    }
    return new Answered(new Acceptor(list, proposal, new Accepted(proposal, next)), new Sealed());
  }

  /** What was said under {@link #list}. */
  public Pledge pledge() {
    return new Pledge(promised, accepted);
  }

  /** Held to what another owner has said under list {@code version}, too. */
  public Acceptor adopt(int version, Pledge pledge) {
    if (version != list.version() || pledge.equals(Pledge.NONE)) {
      return this;
    }
    Pledge both = pledge().join(pledge);
    return new Acceptor(list, both.promised(), both.accepted());
  }

  /** A list that was decided, here or anywhere; ignored unless it is newer. Ends a seal. */
  public Acceptor learn(RangeOwners decided) {
    return decided.version() > list.version() ? of(decided) : this;
  }

  private Reply elsewhere(int version) {
    return version < list.version() ? new Decided(list) : new Unaware(list.version());
  }
}
