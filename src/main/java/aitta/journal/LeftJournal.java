package aitta.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;

/** A journal that nobody writes any more, to be read and not changed. For one thread. */
public final class LeftJournal {
  /** Is given the events of an id in order. */
  public interface Sink {
    /** Returns false to end the replay. */
    boolean event(long seqNr, Object event);
  }

  private final Records records;
  private final EventCodec codec;

  private LeftJournal(Records records, EventCodec codec) {
    this.records = records;
    this.codec = codec;
  }

  /**
   * @param system whose serializers know the events
   * @throws JournalException if it cannot be read
   */
  public static LeftJournal open(Path dir, ClassicActorSystemProvider system) {
    JournalFiles files = new JournalFiles(dir);
    Disk disk = new LocalDisk();
    try {
      JournalIndex index = new Recovery(files, disk).run().index();
      return new LeftJournal(
          new Records(files, disk, index),
          new EventCodec((ExtendedActorSystem) system.classicSystem()));
    } catch (IOException e) {
      throw new JournalIoException(dir, "reading the journal in", e);
    }
  }

  /** Whose events there are, or were. */
  public List<String> ids() {
    return records.index().all().stream().map(IdIndex::id).sorted().toList();
  }

  /**
   * Gives the undeleted events of an id to {@code sink}, from a sequence number on.
   *
   * @throws JournalException if one cannot be read, possibly after some were given to {@code sink}
   */
  public void replay(String id, long fromSeqNr, Sink sink) throws InterruptedException {
    try {
      records.replay(
          id,
          fromSeqNr,
          (header, body) ->
              codec.decode(
                  header, body, fromSeqNr, repr -> sink.event(repr.sequenceNr(), repr.payload())));
    } catch (TimeoutException e) {
      throw new IllegalStateException(e); // nothing here waits
    }
  }
}
