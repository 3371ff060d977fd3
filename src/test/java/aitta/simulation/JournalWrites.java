package aitta.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.PersistentRepr;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/**
 * The journal of one process: events are on disk after a while. Of those that were being written
 * when the process is killed each may be there or not.
 */
final class JournalWrites {
  /** What a failing disk does to an event whose writer is told of a failure. */
  enum Failure {
    NOT_WRITTEN,
    WRITTEN_ALL_THE_SAME
  }

  private final SimulatedDisk disk;
  private final Timeline timeline;
  private final LongSupplier latencyNanos;
  private final Map<Long, List<PersistentRepr>> pending = new TreeMap<>();
  private long number;
  private boolean closed;
  private Failure next;

  JournalWrites(SimulatedDisk disk, Timeline timeline, LongSupplier latencyNanos) {
    this.disk = disk;
    this.timeline = timeline;
    this.latencyNanos = latencyNanos;
  }

  void failNext(Failure failure) {
    next = failure;
  }

  Future<Iterable<Optional<Exception>>> write(List<PersistentRepr> events, int writes) {
    Promise<Iterable<Optional<Exception>>> done = Futures.promise();
    long key = number++;
    pending.put(key, events);
    timeline.after(
        latencyNanos.getAsLong(),
        () -> {
          if (!closed && pending.remove(key) != null) {
            finish(events, writes, done);
          }
        });
    return done.future();
  }

  private void finish(
      List<PersistentRepr> events, int writes, Promise<Iterable<Optional<Exception>>> done) {
    Failure failure = next;
    next = null;
    if (failure != Failure.NOT_WRITTEN) {
      append(events);
    }
    if (failure == null) {
      List<Optional<Exception>> each = new ArrayList<>();
      for (int i = 0; i < writes; i++) {
        each.add(Optional.empty());
      }
      done.success(each);
    } else {
      done.failure(new IllegalStateException("the disk failed"));
    }
  }

  private void append(List<PersistentRepr> events) {
    for (PersistentRepr event : events) {
      SimulatedDisk.Events of = eventsOf(event.persistenceId());
      if (event.sequenceNr() == of.last() + 1) {
        of.kept.add(event);
      }
    }
  }

  SimulatedDisk.Events eventsOf(String id) {
    return disk.journal.computeIfAbsent(id, any -> new SimulatedDisk.Events());
  }

  void discard(String id) {
    if (!closed) {
      disk.journal.remove(id);
    }
  }

  /**
   * The process is killed.
   *
   * @param lost events of each writer that are gone although they were acknowledged
   */
  void kill(SplittableRandom random, int lost) {
    closed = true;
    pending.values().stream().filter(events -> random.nextBoolean()).forEach(this::append);
    pending.clear();
    for (SimulatedDisk.Events events : disk.journal.values()) {
      for (int i = 0; i < lost && !events.kept.isEmpty(); i++) {
        events.kept.remove(events.kept.size() - 1);
      }
    }
  }
}
