package aitta.journal;

/** More is waiting to be written than the configured bound allows; the write was not taken in. */
public final class JournalOverloadedException extends JournalException {
  JournalOverloadedException(String bound, long limit) {
    super(
        "more would wait for the journal than "
            + bound
            + " = "
            + limit
            + " allows: the disk is slower than the writers");
  }
}
