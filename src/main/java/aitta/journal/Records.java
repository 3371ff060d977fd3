package aitta.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Reads the records of a journal that {@link Recovery} has found. For any number of threads. */
record Records(JournalFiles files, Disk disk, JournalIndex index) {
  /** Is given the records of a replay, oldest first. */
  interface Sink {
    /** Returns false to end the replay. What it throws ends it too. */
    boolean record(RecordHeader header, byte[] body) throws TimeoutException, InterruptedException;
  }

  /**
   * Reads the records that hold undeleted events of an id from a sequence number on. The first one
   * may begin below it.
   *
   * @throws JournalCorruptException if one of them cannot be read, possibly after some were given
   *     to {@code sink}
   */
  void replay(String id, long fromSeqNr, Sink sink) throws TimeoutException, InterruptedException {
    Optional<IdIndex> known = index.find(id);
    if (known.isPresent()) {
      for (Run.View run : known.get().from(fromSeqNr)) {
        if (!replay(known.get(), run, sink)) {
          return;
        }
      }
    }
  }

  private boolean replay(IdIndex id, Run.View run, Sink sink)
      throws TimeoutException, InterruptedException {
    Path path = files.segment(run.generation());
    try (SegmentReader reader =
        SegmentReader.open(disk, path, run.generation())
            .orElseThrow(() -> new IOException("it has no intact header"))) {
      for (int i = run.from(); i < run.to(); i++) {
        if (reader.read(run.offset(i), run.bytes(i))) {
          if (!sink.record(reader.header(), reader.body())) {
            return false;
          }
        } else if (!id.isDeleted(run.lastSeqNr(i))) {
          throw new JournalCorruptException(
              id.id(), path, run.offset(i), "event " + run.lastSeqNr(i) + " does not read");
        }
      }
      return true;
    } catch (IOException e) {
      if (id.isDeleted(run.lastSeqNr(run.to() - 1))) {
        return true; // the segment was dropped while this replay was on its way to it
      }
      throw new JournalIoException(path, "replaying " + id.id() + " from", e);
    }
  }
}
