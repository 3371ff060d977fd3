package aitta.replica;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.storage.RowChange;
import aitta.version.Siblings;
import java.util.List;
import java.util.function.Function;

/**
 * The reclaims that a copy has applied, one after the other, and its part in the next one. Used by
 * one thread.
 */
final class AppliedReclaims {
  /** What an {@link RangeMessage.ApplyReclaim} has come to. */
  enum Outcome {
    /** It was applied before. */
    KNOWN,
    /** It is applied with what is written next. */
    APPLIED,
    /** This copy was away when an earlier one was made. */
    AWAY
  }

  private final int range;
  private final ReplicaSetup shared;
  private final ReplicaState state;
  private final RangeAnswers answers;
  private final Function<Key, Siblings> newest;
  private long number;
  private Reclaim last;
  private long outdatedBy; // number of a reclaim that was made while this copy was away

  /**
   * @param number of the last one
   * @param row what was kept of it; null for nothing
   * @param newest the set of a key, on disk or on its way there
   */
  AppliedReclaims(
      int range,
      ReplicaSetup shared,
      ReplicaState state,
      RangeAnswers answers,
      Function<Key, Siblings> newest,
      long number,
      byte[] row) {
    this.range = range;
    this.shared = shared;
    this.state = state;
    this.answers = answers;
    this.newest = newest;
    this.number = number;
    this.last = Reclaim.decode(row);
  }

  long number() {
    return number;
  }

  /** Number of a reclaim that was made while this copy was away; 0 for none. */
  long outdatedBy() {
    return outdatedBy;
  }

  /** The number that another copy has come to. */
  void compared(long theirs) {
    outdatedBy = theirs > number + 1 ? theirs : 0;
  }

  RangeMessage.LastReclaim last(long question) {
    return new RangeMessage.LastReclaim(question, last.number(), last.proposal(), last.keys());
  }

  PeerMessage.Refused olderMark(long question) {
    return new PeerMessage.Refused(
        question, Reason.OLDER_MARK, "range " + range + " has applied reclaim " + number + " last");
  }

  /** Which of the keys may go, for all that a fit copy under a list that holds knows. */
  PeerMessage.Reply approve(RangeMessage.ApproveReclaim approve) {
    return approve.number() == number + 1
        ? answers.approve(approve, deadBefore(), key -> state.pending(key) != null)
        : olderMark(approve.id());
  }

  Outcome apply(NodeId from, RangeMessage.ApplyReclaim apply) {
    if (apply.number() <= number) {
      return Outcome.KNOWN;
    }
    List<DeadKey> gone = answers.toForget(apply);
    if (apply.number() > number + 1 || gone == null) {
      outdatedBy = from.equals(shared.self()) ? 0 : apply.number(); // else the asker sees to it
      return Outcome.AWAY;
    }
    for (DeadKey dead : gone) {
      state.forget(dead.key(), newest.apply(dead.key()));
    }
    number = apply.number();
    last = new Reclaim(apply.number(), apply.proposal(), apply.keys());
    state.alsoWrite(new RowChange(Rows.RECLAIM, last.encode()));
    return Outcome.APPLIED;
  }

  /**
   * Counts as having applied all up to {@code theirs}, if nothing is in the copy from before it: no
   * more than the writes that came since it was made. What another copy brought, or could be read
   * of the table before this one, may have been deleted and forgotten since.
   *
   * @return false where that is not so
   */
  boolean adopt(long theirs, Trust trust) {
    outdatedBy = 0;
    if (trust.isUntouched()) {
      number = Math.max(number, theirs);
      trust.staysUntouched();
    }
    return trust.isUntouched();
  }

  /** Keys that have been dead for the grace. */
  List<DeadKey> deadKeys(int max) {
    return answers.deadKeys(deadBefore(), max);
  }

  private long deadBefore() {
    return shared.clock().millis() - shared.grace().toMillis();
  }
}
