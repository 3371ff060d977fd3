package aitta.journal;

/**
 * A write would repeat a sequence number. Two actors use one persistence id, or one went on without
 * recovering first. Refused, so that a replay can never meet two histories.
 */
public final class SequenceException extends JournalException {
  SequenceException(String persistenceId, long sequenceNr, long highest) {
    super(
        "event "
            + sequenceNr
            + " of "
            + persistenceId
            + " comes after event "
            + highest
            + ": two actors write under one persistence id");
  }
}
