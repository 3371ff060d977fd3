package aitta.replica;

import aitta.codec.MalformedException;
import aitta.journal.JournalCorruptException;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.storage.CorruptionException;

/** Why a copy does not do what it is asked, before it has looked at it or after it has failed. */
public final class Refusals {
  private final ReplicaSetup shared;

  Refusals(ReplicaSetup shared) {
    this.shared = shared;
  }

  /**
   * Null where there is no reason.
   *
   * @param deadlineNanos on the monotonic clock; past it nobody waits for the reply
   */
  Reason of(PeerMessage.Question question, long deadlineNanos) {
    boolean adds =
        question instanceof PeerMessage.Store
            || question instanceof PeerMessage.StoreBallot
            || question instanceof RangeMessage.StoreSets;
    return adds ? ofWrite(deadlineNanos) : isLate(deadlineNanos) ? Reason.LATE : null;
  }

  /** Of what adds to the copy. */
  Reason ofWrite(long deadlineNanos) {
    if (isLate(deadlineNanos)) {
      return Reason.LATE;
    }
    if (shared.diskFull().getAsBoolean()) {
      return Reason.DISK;
    }
    return shared.budget().isExhausted() ? Reason.OVERLOADED : null;
  }

  private boolean isLate(long deadlineNanos) {
    return deadlineNanos - shared.clock().nanos() < 0;
  }

  static Reason of(RuntimeException e) {
    return isDamage(e) ? Reason.DAMAGED : Reason.DISK;
  }

  /** Whether what cannot be read now cannot be read later either. */
  public static boolean isDamage(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) { // Pekko wraps them
      if (cause instanceof CorruptionException corruption) {
        return !corruption.stopsWrites(); // the store is opened again, and this table may be whole
      }
      if (cause instanceof MalformedException || cause instanceof JournalCorruptException) {
        return true;
      }
    }
    return false;
  }
}
