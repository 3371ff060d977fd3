package aitta.journal;

/**
 * What can go wrong in the journal. Each kind is a type of its own, so nobody has to read messages
 * to tell them apart; the messages are for operators and name file, bound or need.
 */
public abstract sealed class JournalException extends RuntimeException
    permits JournalClosedException,
        JournalCorruptException,
        JournalFormatException,
        JournalFullException,
        JournalIoException,
        JournalLockedException,
        JournalOverloadedException,
        RecordTooLargeException,
        SequenceException {

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
