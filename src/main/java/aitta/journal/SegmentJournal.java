package aitta.journal;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function0;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.package$;
import scala.runtime.BoxedUnit;

/**
 * The journal as a plugin of Pekko Persistence, named in the configuration by {@code
 * pekko.persistence.journal.plugin = "aitta.journal"}.
 *
 * <p>If the directory cannot be opened the actor runs all the same and fails every request with the
 * reason: an actor that died would leave its callers to wait for a timeout.
 */
public final class SegmentJournal extends AsyncWriteJournal {
  private static final Logger log = LoggerFactory.getLogger(SegmentJournal.class);

  private final String pluginId;
  private final JournalSettings settings;
  private final EventCodec codec;
  private final JournalMonitor monitor;
  private final Executor replays;
  // Who recovers which id; one entry for each id that did.
  private final Map<String, ActorRef> recovering = new ConcurrentHashMap<>();
  private JournalStore store;
  private JournalException unavailable;

  public SegmentJournal(Config config, String pluginId) {
    this.pluginId = pluginId;
    this.settings = JournalSettings.from(config);
    ExtendedActorSystem system = (ExtendedActorSystem) context().system();
    this.codec = new EventCodec(system);
    this.monitor = JournalMonitor.get(system);
    this.replays = system.dispatchers().lookup(config.getString("replay-dispatcher"));
  }

  @Override
  public void preStart() throws Exception {
    super.preStart();
    try {
      store = blocking(() -> JournalStore.open(settings, new LocalDisk(), context().dispatcher()));
      Map<String, Long> missed =
          context()
              .system()
              .settings()
              .setup()
              .get(JournalExpectation.class)
              .map(store::missed)
              .orElse(Map.of());
      monitor.opened(pluginId, store, missed);
    } catch (JournalException e) {
      log.error("the journal is not available: {}", e.getMessage());
      unavailable = e;
      monitor.failed(pluginId, e);
    }
  }

  @Override
  public void postStop() throws Exception {
    if (store != null) {
      monitor.closed(pluginId);
      blocking(
          () -> {
            store.close();
            return store;
          });
    }
    super.postStop();
  }

  /** Lets the dispatcher put another thread in the place of this one. */
  private static JournalStore blocking(Function0<JournalStore> work) throws Exception {
    return package$.MODULE$.blocking(work);
  }

  private JournalStore store() {
    if (unavailable != null) {
      throw unavailable;
    }
    return store;
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
      Iterable<AtomicWrite> messages) {
    JournalStore journal = store();
    List<Submission.Events> records = new ArrayList<>();
    List<Optional<Exception>> results = new ArrayList<>();
    boolean rejected = false;
    for (AtomicWrite write : messages) {
      Optional<Exception> rejection = encode(write, journal.maxRecordBytes(), records);
      rejected |= rejection.isPresent();
      results.add(rejection);
    }
    // An empty answer says that nothing was rejected.
    Promise<Iterable<Optional<Exception>>> promise = Futures.promise();
    Told<Iterable<Optional<Exception>>> told = new Told<>(promise, rejected ? results : List.of());
    if (records.isEmpty()) {
      told.done();
    } else {
      journal.submit(new Submission.Write(records, told));
    }
    return promise.future();
  }

  private Optional<Exception> encode(
      AtomicWrite write, int maxRecordBytes, List<Submission.Events> records) {
    try {
      Submission.Events events = codec.encode(write);
      int limit = maxRecordBytes - RecordHeader.FIXED_BYTES - RecordHeader.MAX_ID_BYTES;
      if (events.body().length > limit) {
        throw new RecordTooLargeException(events.id(), events.body().length, limit);
      }
      records.add(events);
      return Optional.empty();
    } catch (Exception e) { // serializers are foreign code: whatever they throw is a rejection
      log.error("an event of {} cannot be stored", write.persistenceId(), e);
      return Optional.of(e);
    }
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    Promise<Void> promise = Futures.promise();
    store().submit(new Submission.Delete(persistenceId, toSequenceNr, new Told<>(promise, null)));
    return promise.future();
  }

  /**
   * Waits for what is being written: an actor that restarts while a write of its former self is on
   * the way would otherwise use a sequence number twice.
   */
  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    JournalStore journal = store();
    Promise<Long> promise = Futures.promise();
    journal.submit(
        new Submission.Barrier(
            new Submission.Outcome() {
              @Override
              public void done() {
                try {
                  promise.success(journal.highest(persistenceId));
                } catch (JournalException e) {
                  promise.failure(e);
                }
              }

              @Override
              public void failed(JournalException why) {
                promise.failure(why);
              }
            }));
    return promise.future();
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayCallback) {
    JournalStore journal = store();
    Promise<Void> promise = Futures.promise();
    ReplayPacer pacer =
        new ReplayPacer(
            recovering.remove(persistenceId),
            settings.replayWindowBytes(),
            settings.replayTimeout());
    Replay replay = new Replay(codec, pacer, fromSequenceNr, toSequenceNr, max, replayCallback);
    replays.execute(
        () -> {
          try {
            replay.run(journal, persistenceId);
            promise.success(null);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            promise.failure(e);
          } catch (Exception | LinkageError e) { // deserializers are foreign code
            promise.failure(e);
          }
        });
    return promise.future();
  }

  /** The plugin's interface does not say who recovers, but its requests do. */
  @Override
  public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
    if (message instanceof JournalProtocol.ReplayMessages replay) {
      recovering.put(replay.persistenceId(), replay.persistentActor());
    }
    super.aroundReceive(receive, message);
  }

  private record Told<T>(Promise<T> promise, T value) implements Submission.Outcome {
    @Override
    public void done() {
      promise.success(value);
    }

    @Override
    public void failed(JournalException why) {
      promise.failure(why);
    }
  }
}
