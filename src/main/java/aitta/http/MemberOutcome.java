package aitta.http;

import aitta.api.MovePlan;

/** How a change of the cluster's members went. */
public sealed interface MemberOutcome {
  /** It is on this node's disk, and goes on in the background. */
  enum Begun implements MemberOutcome {
    INSTANCE
  }

  /** Nothing was changed: so much would move. */
  record Planned(MovePlan plan) implements MemberOutcome {}

  /** There is no such node. */
  record Unknown(String detail) implements MemberOutcome {}

  /**
   * The members do not allow it; nothing was changed.
   *
   * @param detail what stands in the way, and what can be done
   */
  record Conflict(String detail) implements MemberOutcome {}
}
