package aitta.replica;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Acknowledgements that wait until what they speak of is on disk. Bounded by what waits there. Used
 * by one thread, and by one start of the replica's log alone.
 */
final class Waiters {
  /**
   * @param newestTimestamp to be named in the acknowledgement
   * @param fit the same: how the copy stood when {@code newestTimestamp} was looked up
   */
  record Waiter(long id, long newestTimestamp, boolean fit, Consumer<PeerMessage.Reply> reply) {
    Waiter(long id, Consumer<PeerMessage.Reply> reply) {
      this(id, 0, false, reply);
    }
  }

  private final int range;
  private final ReplicaState state;
  private final LongSupplier life;
  private final Map<Key, List<Waiter>> waiting = new HashMap<>();
  private List<Waiter> forNextBatch = new ArrayList<>();
  private List<Waiter> forPromise = new ArrayList<>();
  private List<Waiter> forVote = new ArrayList<>();
  private List<Waiter> writing = new ArrayList<>();
  private long seqNr; // of the last event that is on disk

  /**
   * @param life to be named in acknowledgements
   * @param seqNr of the last event that is on disk
   */
  Waiters(int range, ReplicaState state, LongSupplier life, long seqNr) {
    this.range = range;
    this.state = state;
    this.life = life;
    this.seqNr = seqNr;
  }

  /** Until the newest set of the key is on disk: no time at all where it is. */
  void waitFor(Key key, Waiter waiter) {
    if (state.isWaiting(key)) {
      waiting.computeIfAbsent(key, k -> new ArrayList<>(2)).add(waiter);
    } else if (state.isWriting(key)) {
      writing.add(waiter);
    } else {
      acknowledge(waiter);
    }
  }

  /** Until the next batch is on disk, whatever is in it. */
  void waitForNextBatch(Waiter waiter) {
    forNextBatch.add(waiter);
  }

  /** Until the promise that waits is on disk. */
  void waitForPromise(Waiter waiter) {
    forPromise.add(waiter);
  }

  /** Until what this copy answers about the owners of its range is on disk. */
  void waitForVote(Waiter waiter) {
    forVote.add(waiter);
  }

  /** Until the batch is on disk that is being written; no time at all where none is. */
  void waitForThisBatch(Waiter waiter) {
    if (state.isBusy()) {
      writing.add(waiter);
    } else {
      acknowledge(waiter);
    }
  }

  /** The same, and until an event is on disk that was asked for. */
  void waitForNote(Waiter waiter) {
    if (state.isEventWaiting()) {
      waitForNextBatch(waiter);
    } else {
      waitForThisBatch(waiter);
    }
  }

  /** This batch is being written now. */
  void writing(ReplicaState.Batch batch) {
    if (batch.promised() != Promise.NONE) {
      writing.addAll(forPromise);
      forPromise = new ArrayList<>();
    }
    for (Key key : batch.sets().keySet()) {
      List<Waiter> waiters = waiting.remove(key);
      if (waiters != null) {
        writing.addAll(waiters);
      }
    }
    writing.addAll(forNextBatch);
    forNextBatch = new ArrayList<>();
    if (batch.hasVote()) {
      writing.addAll(forVote);
      forVote = new ArrayList<>();
    }
  }

  /** What was being written is on disk, as event {@code now}. */
  void reached(long now) {
    seqNr = now;
  }

  /** To be called when all that an acknowledgement promises can be seen. */
  void acknowledgeWritten() {
    List<Waiter> done = writing;
    writing = new ArrayList<>();
    done.forEach(this::acknowledge);
  }

  /** Nobody knows what of it is on disk. */
  void fail(String why) {
    List<Waiter> failed = new ArrayList<>(writing);
    waiting.values().forEach(failed::addAll);
    failed.addAll(forNextBatch);
    failed.addAll(forPromise);
    failed.addAll(forVote);
    failed.forEach(
        waiter ->
            waiter
                .reply()
                .accept(
                    new PeerMessage.Refused(
                        waiter.id(), Reason.DISK, "range " + range + ": " + why)));
  }

  long seqNr() {
    return seqNr;
  }

  private void acknowledge(Waiter waiter) {
    waiter
        .reply()
        .accept(
            new PeerMessage.Stored(
                waiter.id(), waiter.newestTimestamp(), waiter.fit(), life.getAsLong(), seqNr));
  }

  /** Passes on the last of {@code count} acknowledgements, or the first that is none. */
  static Consumer<PeerMessage.Reply> last(int count, Consumer<PeerMessage.Reply> reply) {
    int[] left = {count}; // 0 once an answer was passed on
    return one -> {
      if (left[0] > 0 && (!(one instanceof PeerMessage.Stored) || left[0] == 1)) {
        left[0] = 0;
        reply.accept(one);
      } else if (left[0] > 0) {
        left[0]--;
      }
    };
  }
}
