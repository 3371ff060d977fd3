package aitta.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A journal in memory whose disk a test can hold up and break; it outlives actor systems. Put it
 * into their setup and name {@link #PLUGIN}.
 */
public final class TestJournal extends Setup {
  /** Id of the plugin, see {@link #CONFIG}. */
  public static final String PLUGIN = "test-journal";

  public static final String CONFIG =
      PLUGIN
          + " { class = \""
          + Plugin.class.getName()
          + "\", plugin-dispatcher = \"pekko.actor.default-dispatcher\" }";

  /** What a broken disk does to an event whose writer is told of a failure. */
  public enum Break {
    /** It was not written. */
    BEFORE_WRITING,
    /** It was written all the same. */
    AFTER_WRITING
  }

  private final Map<String, List<PersistentRepr>> events = new HashMap<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;
  private Break next;

  /** From now on writes and recoveries wait for {@link #release}. */
  public synchronized void hold() {
    holding = true;
  }

  public synchronized void release() {
    holding = false;
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  /** How many of them wait. */
  public synchronized int held() {
    return held.size();
  }

  /** The next write that gets to the disk fails. */
  public synchronized void failNext(Break how) {
    next = how;
  }

  /** The events written so far, of all ids. */
  public synchronized List<RowsChanged> events() {
    return events.values().stream()
        .flatMap(List::stream)
        .map(event -> (RowsChanged) event.payload())
        .toList();
  }

  /** An event is gone, as from a segment that was lost. To be called while no system is open. */
  public synchronized void lose(String id, long seqNr) {
    events.get(id).removeIf(event -> event.sequenceNr() == seqNr);
  }

  private synchronized Future<Iterable<Optional<Exception>>> write(Iterable<AtomicWrite> messages) {
    Promise<Iterable<Optional<Exception>>> promise = Futures.promise();
    runOrHold(() -> write(messages, promise));
    return promise.future();
  }

  private synchronized Future<Long> highestSequenceNr(String id) {
    Promise<Long> promise = Futures.promise();
    runOrHold(() -> promise.success(highest(id)));
    return promise.future();
  }

  private void runOrHold(Runnable work) {
    if (holding) {
      held.add(work);
    } else {
      work.run();
    }
  }

  private void write(
      Iterable<AtomicWrite> messages, Promise<Iterable<Optional<Exception>>> promise) {
    Break how = next;
    next = null;
    if (how != Break.BEFORE_WRITING) {
      messages.forEach(
          message ->
              CollectionConverters.asJava(message.payload())
                  .forEach(
                      event ->
                          events
                              .computeIfAbsent(event.persistenceId(), id -> new ArrayList<>())
                              .add(event)));
    }
    if (how == null) {
      List<Optional<Exception>> written =
          StreamSupport.stream(messages.spliterator(), false)
              .map(message -> Optional.<Exception>empty())
              .toList();
      promise.success(written);
    } else {
      promise.failure(new IllegalStateException("the disk of this test is broken"));
    }
  }

  private synchronized long highest(String id) {
    return read(id).stream().mapToLong(PersistentRepr::sequenceNr).max().orElse(0);
  }

  private synchronized List<PersistentRepr> read(String id) {
    return List.copyOf(events.getOrDefault(id, List.of()));
  }

  /** What Pekko makes of the configuration. */
  public static final class Plugin extends AsyncWriteJournal {
    private final TestJournal journal =
        context().system().settings().setup().get(TestJournal.class).orElseThrow();

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
        Iterable<AtomicWrite> messages) {
      return journal.write(messages);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long toSequenceNr) {
      return Futures.successful(null);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
        String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
      journal.read(id).stream()
          .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
          .limit(max)
          .forEach(replay);
      return Futures.successful(null);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
      return journal.highestSequenceNr(id);
    }
  }
}
