package aitta.replica;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;
import aitta.storage.TableId;
import aitta.version.Dot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How far a copy is believed, under which life others hear of it, and of whom it can tell while it
 * has not caught up. What it decides is written with the copy's next event. Used by one thread.
 */
final class Trust {
  /** Trusted for no directory, as none has such a name. */
  private static final byte[] UNTOUCHED = new byte[0];

  private final ReplicaSetup shared;
  private final ReplicaState state;
  private Fitness fitness;
  private long life;
  private Witness witness;
  private boolean untouched; // made empty; has taken writes since, and nothing older
  private final Claim claim;

  /**
   * @param note of its last event
   * @param last number of that event
   * @param made what its table is if it has no event yet
   * @param list the newest of the range's owners
   */
  Trust(
      TableId table,
      ReplicaSetup shared,
      ReplicaState state,
      CopyNote note,
      long last,
      CopyTables.Made made,
      RangeOwners list) {
    this.shared = shared;
    this.state = state;
    claim = new Claim(note.claim(), last);
    boolean isNew = note.life() == 0;
    life = isNew ? Dot.drawWriter(shared.random()) : note.life();
    if (isNew) {
      fitness = made.fresh() ? Fitness.FIT : Fitness.BEHIND;
      untouched = !made.fresh() && !made.salvaged();
      write(made.fresh() ? here() : untouched ? UNTOUCHED : null);
    } else {
      fitness = Fitness.UNCONFIRMED;
      byte[] trusted = shared.store().get(table, Rows.TRUST);
      untouched = trusted != null && trusted.length == 0;
      if (!Arrays.equals(trusted, here())) {
        becomeBehind();
      }
    }
    if (fitness != Fitness.UNCONFIRMED) {
      claim.close();
    }
    witness = Witness.decode(shared.store().get(table, Rows.WITNESS), shared.trust());
    learn(list, false);
  }

  private byte[] here() {
    return shared.trust().getBytes(StandardCharsets.UTF_8);
  }

  private void write(byte[] trusted) {
    state.alsoWrite(new RowChange(Rows.TRUST, trusted));
  }

  /** Under another life, so that what was heard of this one cannot be held against it later. */
  private void becomeBehind() {
    fitness = Fitness.BEHIND;
    claim.close();
    life = Dot.drawWriter(shared.random());
    write(untouched ? UNTOUCHED : null);
  }

  long life() {
    return life;
  }

  /**
   * The life that others hear of: none while this copy may be older than it was, or they would take
   * what it writes now for what it has lost.
   */
  long spokenLife() {
    return fitness == Fitness.UNCONFIRMED ? 0 : life;
  }

  Fitness fitness() {
    return fitness;
  }

  boolean isFit() {
    return fitness == Fitness.FIT;
  }

  /** What the other owners have said, or an operator. */
  void judge(RangeReplica.Verdict verdict, RangeOwners list) {
    switch (verdict) {
      case CONFIRMED:
        if (fitness == Fitness.UNCONFIRMED) {
          becomeConfirmed();
        }
        break;
      case DENIED:
        if (fitness == Fitness.UNCONFIRMED) {
          becomeBehind();
        }
        break;
      default: // it has caught up, or is to go on with what there is
        if (hasToAsk(verdict, list)) {
          bear(Witness.ofDecree(list, shared.self()));
        } else if (fitness != Fitness.FIT) {
          fitness = Fitness.FIT;
          claim.close();
          untouched = false;
          // Trusted after a crash only if what the peers have promised is promised here, too.
          state.alsoWriteAfterPromise(new RowChange(Rows.TRUST, here()));
          boolean decreed = shared.decreed().test(list) || witness.isOfDecree(list, shared.self());
          bear(decreed ? Witness.settled(list, shared.self()) : Witness.NONE);
        }
    }
  }

  /** A lone owner that had lost something before its list was decreed has asked nobody yet. */
  private boolean hasToAsk(RangeReplica.Verdict verdict, RangeOwners list) {
    NodeId self = shared.self();
    return verdict == RangeReplica.Verdict.CAUGHT_UP
        && list.n() == 1
        && shared.decreed().test(list)
        && !witness.isOfDecree(list, self)
        && !witness.isSettled(list, self);
  }

  private void bear(Witness next) {
    if (!next.equals(witness)) {
      witness = next;
      state.alsoWrite(witness.row(shared.trust()));
    }
  }

  /**
   * Not before the next start would claim what others hear of from now on: or they would deny it
   * though nothing is lost.
   */
  private void becomeConfirmed() {
    if (claim.isOpen() && claim.isKept()) {
      write(here()); // as it was: for an event that closes the claim
    }
    claim.close();
    believe();
  }

  private void believe() {
    if (fitness == Fitness.UNCONFIRMED && !claim.isOpen() && !claim.isKept()) {
      fitness = Fitness.FIT;
    }
  }

  /** How far it is to be confirmed that it was at its start. */
  long startedAt() {
    return claim.seqNr();
  }

  /** To be noted by the next event; see {@link Claim}. */
  long claimToNote() {
    return claim.toNote();
  }

  /** The event is on disk that noted this. */
  void written(long claimed) {
    claim.written(claimed);
    believe();
  }

  /**
   * A list of the range's owners was decided or decreed, or is found at the start.
   *
   * @param mayBeDecreed whether that can be told from what was known before
   */
  void learn(RangeOwners list, boolean mayBeDecreed) {
    NodeId self = shared.self();
    boolean isBehind = fitness == Fitness.BEHIND;
    boolean isSettled = witness.isSettled(list, self);
    boolean lostNothing = !isBehind || witness.isOfSomeDecree(self);
    if ((mayBeDecreed || shared.decreed().test(list)) && lostNothing && !isSettled) {
      if (!isBehind) {
        becomeBehind();
        state.renewWriter(Dot.drawWriter(shared.random())); // what it has sent is forgotten
      }
      bear(Witness.ofDecree(list, self));
    } else {
      bear(isBehind || isSettled ? witness.under(list, self) : Witness.NONE);
    }
  }

  /** Whether its word about the other owner holds, though it has not caught up itself. */
  boolean vouches(RangeOwners list) {
    return witness.vouches(list, shared.self());
  }

  /** See {@link Witness#ofDecree}. */
  boolean isOfDecree(RangeOwners list) {
    return fitness == Fitness.BEHIND && witness.isOfDecree(list, shared.self());
  }

  /** See {@link Witness#predecessor}. */
  NodeId predecessor(RangeOwners list) {
    return witness.predecessor(list, shared.self());
  }

  /**
   * To be told before anything is taken in that was acknowledged before this copy was made: what
   * another copy brings, as opposed to writes.
   */
  void takesOlder() {
    if (untouched) {
      untouched = false;
      write(null); // with the first of them
    }
  }

  /** Whether nothing is in here but the writes that came since it was made. */
  boolean isUntouched() {
    return untouched;
  }

  /** Keeps that said, with what is written next. */
  void staysUntouched() {
    write(UNTOUCHED);
  }
}
