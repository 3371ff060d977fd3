package aitta.hint;

import aitta.codec.MalformedException;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.storage.CorruptionException;
import org.slf4j.Logger;

/**
 * Why a node's hint store tells or takes nothing just now, and how much of what it has taken is not
 * on disk yet. Used by one thread.
 */
final class HintAdmission {
  private final HintSetup setup;
  private final Logger log;
  private long budgeted;

  HintAdmission(HintSetup setup, Logger log) {
    this.setup = setup;
    this.log = log;
  }

  /**
   * Why a question is not answered, or null.
   *
   * @param state null while the log is replaying
   */
  Reason toAnswer(HintState state, long deadlineNanos) {
    if (state == null) {
      return Reason.STARTING;
    }
    return deadlineNanos - setup.clock().nanos() < 0 ? Reason.LATE : null;
  }

  /**
   * The same for one that asks what is known: hints may still be in an earlier table.
   *
   * @param complete whether all tables have been read
   */
  Reason toTell(HintState state, boolean complete, long deadlineNanos) {
    Reason reason = toAnswer(state, deadlineNanos);
    return reason == null && !complete ? Reason.STARTING : reason;
  }

  /** Why no hint is taken, or null. */
  Reason toKeep(HintState state) {
    if (setup.over().getAsBoolean()) {
      return Reason.LEAVING; // by now it has been looked whether hints are left here
    }
    boolean full = state.isFull() || setup.budget().isExhausted();
    return setup.diskFull().getAsBoolean() ? Reason.DISK : full ? Reason.OVERLOADED : null;
  }

  /** Counts a hint that was not taken; returns what to say of it. */
  PeerMessage.Refused refused(long question, Reason reason, HintState state) {
    setup.figures().refused();
    long refusals = setup.figures().refusedCount();
    long held = state == null ? 0 : state.bytes();
    if (Long.bitCount(refusals) == 1) { // seldom enough for a log, however many there are
      log.warn("{} hints refused so far, this one as {}; {} bytes held", refusals, reason, held);
    }
    String detail =
        reason == Reason.OVERLOADED ? "the hints of this node take " + held + " bytes" : "hints";
    return new PeerMessage.Refused(question, reason, detail);
  }

  static Reason reasonOf(RuntimeException e) {
    boolean damaged = e instanceof CorruptionException || e instanceof MalformedException;
    return damaged ? Reason.DAMAGED : Reason.DISK;
  }

  /** Tells the node's budget what is not written now. */
  void settle(HintState state) {
    long now = state == null ? 0 : state.unwrittenBytes();
    setup.budget().use(now - budgeted);
    budgeted = now;
  }
}
