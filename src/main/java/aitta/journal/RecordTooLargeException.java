package aitta.journal;

/** One atomic write does not fit into half a segment; it is rejected and nothing of it is kept. */
public final class RecordTooLargeException extends JournalException {
  RecordTooLargeException(String persistenceId, long bytes, long limit) {
    super(
        "an atomic write of "
            + persistenceId
            + " takes "
            + bytes
            + " bytes, the journal takes at most "
            + limit
            + " (half of segment-size)");
  }
}
