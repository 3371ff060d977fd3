package aitta.journal;

import java.util.List;

/** Something that waits for the writer. */
sealed interface Submission {
  /** Told once what became of it, on the executor for completions. */
  interface Outcome {
    void done();

    void failed(JournalException why);
  }

  Outcome outcome();

  /** Of memory, counted against the bound of the queue. */
  default int bytes() {
    return 0;
  }

  /** The events of one atomic write, as they will stand in the record's body. */
  record Events(String id, int count, long firstSeqNr, long lastSeqNr, byte[] body, int bodyCrc) {}

  /** Atomic writes that are answered together; each of them alone is all or nothing. */
  record Write(List<Events> records, Outcome outcome) implements Submission {
    @Override
    public int bytes() {
      int bytes = 0;
      for (Events each : records) {
        bytes += each.body().length;
      }
      return bytes;
    }
  }

  record Delete(String id, long toSeqNr, Outcome outcome) implements Submission {}

  /** Done when everything that was submitted before it is done or has failed. */
  record Barrier(Outcome outcome) implements Submission {}
}
