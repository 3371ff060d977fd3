package aitta.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** The journal plugin of a {@link Machine}: passes everything on to its {@link JournalWrites}. */
public final class SimulatedJournal extends AsyncWriteJournal {
  private final Machine machine =
      context().system().settings().setup().get(Machine.Found.class).orElseThrow().machine();

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
      Iterable<AtomicWrite> messages) {
    List<PersistentRepr> events = new ArrayList<>();
    int writes = 0;
    for (AtomicWrite message : messages) {
      events.addAll(CollectionConverters.asJava(message.payload()));
      writes++;
    }
    return machine.writes().write(events, writes);
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String id, long toSequenceNr) {
    return Futures.successful(null);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
    for (PersistentRepr event : List.copyOf(machine.writes().eventsOf(id).kept)) {
      if (event.sequenceNr() >= from && event.sequenceNr() <= to) {
        replay.accept(event);
      }
    }
    return Futures.successful(null);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
    return Futures.successful(machine.writes().eventsOf(id).last());
  }
}
