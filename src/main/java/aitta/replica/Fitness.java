package aitta.replica;

/**
 * How far a copy may be believed. A copy that is not fit takes writes like any other, but is
 * counted by no strict read, no version round and no promise.
 */
public enum Fitness {
  /** It has every write that was acknowledged by a quorum, as far as a quorum needs it. */
  FIT,

  /**
   * Started anew, and as it was as far as this node knows. Fit as soon as the other owners have
   * confirmed that they never heard of it in a later state.
   */
  UNCONFIRMED,

  /**
   * Lost, older than it was, damaged, or copied from elsewhere. Fit once it has completed exchanges
   * with so many fit owners that every write acknowledged by a quorum is in it.
   */
  BEHIND
}
