package aitta.replica;

import aitta.model.Key;
import aitta.request.Request;
import aitta.storage.RowChange;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.HybridTime;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replica knows that its store does not hold yet, and the dots it mints. Knows no actor,
 * disk or clock; used by one thread, and by one start of the replica's log alone.
 */
public final class ReplicaState {
  /** The outcome of {@link #mint}. */
  public sealed interface Minting {}

  /**
   * A new version, taken in and waiting for the disk.
   *
   * @param siblings the key's whole set, to be sent to the other owners
   * @param superseded what the write took the place of
   * @param timestamp of the version: the node's clock must not fall behind it
   */
  public record Minted(Siblings siblings, Dot dot, Context superseded, long timestamp)
      implements Minting {}

  /** The write would make more siblings than allowed; nothing was done. */
  public record TooMany(int count, long bytes) implements Minting {}

  /** The context names dots that this writer has not minted; nothing was done. */
  public record NeverMinted(long counter, long minted) implements Minting {}

  /** Limits at the client's edge; joins know none. */
  public record Limits(int maxSiblings, long maxSiblingsBytes) {}

  /**
   * What goes to disk as one event.
   *
   * @param number counts the batches of this start, from 1 on
   * @param sets the newest sets of the keys that changed; empty ones of keys to be forgotten
   * @param before what was written of them, or was being written
   * @param figures the range's, once this is stored
   * @param also other rows
   */
  public record Batch(
      long number,
      Map<Key, Siblings> sets,
      Map<Key, Siblings> before,
      Figures figures,
      List<RowChange> also) {

    /** What is promised from then on; {@link Promise#NONE} where that did not change. */
    public Promise promised() {
      return also.stream()
          .filter(change -> Arrays.equals(change.row(), Rows.PROMISE))
          .map(change -> Promise.decode(change.value()))
          .findFirst()
          .orElse(Promise.NONE);
    }

    /** Whether it has in it what this copy answers about the owners of its range. */
    public boolean hasVote() {
      return also.stream().anyMatch(change -> Arrays.equals(change.row(), Rows.OWNERS));
    }
  }

  /**
   * A set that waits for the disk.
   *
   * @param before what is written, or being written
   */
  private record Staged(Siblings siblings, Siblings before) {}

  private final Limits limits;
  private long writer;
  private long counter;
  private Figures figures; // of what is written or being written
  private final Staging<Key, Staged> staging = new Staging<>();
  private long batches;
  private Promise promised;
  private boolean promiseWaits;
  private boolean eventWaits;
  private List<RowChange> also = new ArrayList<>();
  private final List<RowChange> afterPromise = new ArrayList<>();
  private final List<RowChange> onceDrained = new ArrayList<>();

  /**
   * @param writer a fresh random id, at least {@link Dot#FIRST_RANDOM} unsigned
   * @param figures those of the stored state
   * @param promised what the stored state has promised
   */
  public ReplicaState(long writer, Figures figures, Promise promised, Limits limits) {
    renewWriter(writer);
    this.figures = figures;
    this.promised = promised;
    this.limits = limits;
  }

  /** Mints under this id from now on, a fresh one. */
  void renewWriter(long fresh) {
    if (Long.compareUnsigned(fresh, Dot.FIRST_RANDOM) < 0) {
      throw new IllegalArgumentException("writer id " + fresh + " is reserved");
    }
    writer = fresh;
    counter = 0;
  }

  /** The newest set of the key that is not stored yet; null where the stored one is the newest. */
  public Siblings pending(Key key) {
    Staged staged = staging.pending(key);
    return staged == null ? null : staged.siblings();
  }

  /** Whether the key's newest set waits for the next batch. */
  public boolean isWaiting(Key key) {
    return staging.waiting(key) != null;
  }

  /** Whether the key's newest set, or an older one of it, is being written. */
  public boolean isWriting(Key key) {
    return staging.isWriting(key);
  }

  /** Mints the next version of a key, all of which may be sent. */
  public Minting mint(
      Siblings current, Request.Write write, Context learned, long above, long nowMillis) {
    return mint(current, current, write, learned, above, nowMillis);
  }

  /**
   * Mints the next version of a key.
   *
   * @param current the newest set of the key, pending or stored
   * @param sent what of it may be sent: at least what this writer's last version was sent with
   * @param write what the client wants
   * @param learned what other owners know to be there; superseded by a plain overwrite
   * @param above the version's timestamp is higher than this
   * @param nowMillis wall clock
   */
  Minting mint(
      Siblings current,
      Siblings sent,
      Request.Write write,
      Context learned,
      long above,
      long nowMillis) {
    Context superseded = superseded(current, write.supersedes(), learned);
    long named = superseded.highestOf(writer);
    if (named > counter) {
      return new NeverMinted(named, counter);
    }
    Dot dot = new Dot(writer, counter + 1);
    long floor = Math.max(above, current.highestTimestamp());
    Minting outcome = mint(dot, superseded, sent, write, floor, nowMillis, limits);
    if (outcome instanceof Minted minted) {
      counter++;
      stage(write.key(), current, current.join(minted.siblings()));
    }
    return outcome;
  }

  /**
   * Mints as a stand-in, under a writer id that belongs to the key alone.
   *
   * @param writer an id all of whose dots for the key are in {@code current}, or a fresh one
   * @param current what is kept of the key
   */
  public static Minting mintAs(
      long writer,
      Siblings current,
      Request.Write write,
      Context learned,
      long above,
      long nowMillis,
      Limits limits) {
    Context superseded = superseded(current, write.supersedes(), learned);
    long last = Math.max(current.context().highestOf(writer), superseded.highestOf(writer));
    return mint(new Dot(writer, last + 1), superseded, current, write, above, nowMillis, limits);
  }

  private static Minting mint(
      Dot dot,
      Context superseded,
      Siblings current,
      Request.Write write,
      long above,
      long nowMillis,
      Limits limits) {
    long floor = Math.max(above, current.highestTimestamp());
    if (write.supersedes() instanceof Request.Supersedes.Exactly exactly) {
      floor = Math.max(floor, exactly.seen().timestamp());
    }
    Version version = version(dot, HybridTime.next(floor, nowMillis), write);
    Siblings result = current.write(superseded, version);
    int count = result.versions().size();
    if (count > limits.maxSiblings()
        || count > 1 && result.valueBytes() > limits.maxSiblingsBytes()) {
      return new TooMany(count, result.valueBytes());
    }
    return new Minted(result, dot, superseded, version.timestamp());
  }

  private static Context superseded(
      Siblings current, Request.Supersedes supersedes, Context learned) {
    if (supersedes instanceof Request.Supersedes.Exactly exactly) {
      return exactly.seen().context().join(learned);
    }
    return supersedes == Request.Supersedes.Nothing.INSTANCE
        ? learned
        : current.context().join(learned);
  }

  /**
   * The version of a conditional write that was judged. It covers every lower ballot, so that a
   * half-failed attempt cannot stand beside a later winner, and all that it was judged by.
   *
   * @param current what a strict quorum holds
   * @param ballot above all that were used for the key
   */
  public static Minted conditional(
      Siblings current, Request.Write write, long ballot, long above, long nowMillis) {
    Dot dot = new Dot(Dot.CONDITIONAL, ballot);
    long floor = Math.max(above, current.highestTimestamp());
    Version version = version(dot, HybridTime.next(floor, nowMillis), write);
    Siblings result = current.write(current.context(), version);
    return new Minted(result, dot, current.context(), version.timestamp());
  }

  private static Version version(Dot dot, long timestamp, Request.Write write) {
    Request.Content content = write.content();
    return content == null
        ? Version.tombstone(dot, timestamp, write.latest())
        : new Version(
            dot,
            timestamp,
            write.latest(),
            false,
            content.expiresAtMillis(),
            content.contentType(),
            content.contentEncoding(),
            content.value());
  }

  /**
   * Takes in a set that came from elsewhere.
   *
   * @param current the newest set of the key, pending or stored
   * @return the key's set now; {@code current} itself where it knew all of it
   */
  public Siblings join(Key key, Siblings current, Siblings incoming) {
    if (current.includes(incoming)) {
      return current;
    }
    Siblings joined = current.join(incoming);
    stage(key, current, joined);
    return joined;
  }

  private void stage(Key key, Siblings before, Siblings after) {
    Staged replaced = staging.waiting(key);
    Siblings written = replaced == null ? before : replaced.before();
    staging.stage(key, new Staged(after, written), SiblingsFormat.sizeBound(after));
  }

  /**
   * Forgets a key, context and all: nobody will bring back what it had.
   *
   * @param current the newest set of the key, stored
   */
  public void forget(Key key, Siblings current) {
    stage(key, current, Siblings.EMPTY);
  }

  /** Has another row written with the next batch. */
  public void alsoWrite(RowChange change) {
    also.add(change);
  }

  /** Has an event written next even if no row changes, for what is noted beside the rows. */
  public void alsoWriteEvent() {
    eventWaits = true;
  }

  /** As {@link #alsoWrite}, but no sooner than a promise that waits. */
  public void alsoWriteAfterPromise(RowChange change) {
    (promiseWaits ? afterPromise : also).add(change);
  }

  /** As {@link #alsoWrite}, but no sooner than every set that waits now. */
  public void alsoWriteOnceDrained(RowChange change) {
    onceDrained.add(change);
  }

  /** Bytes that wait for the disk or are being written. */
  public long unwrittenBytes() {
    return staging.unwrittenBytes();
  }

  /**
   * Promises to take no conditional write below {@code ballot}; to be written with the next batch.
   *
   * @param token of the claimant
   * @return false where as much was promised to another already
   */
  public boolean promise(long ballot, long token) {
    if (!promised.allows(ballot, token)) {
      return false;
    }
    promiseWaits |= ballot > promised.ballot();
    promised = new Promise(ballot, token);
    return true;
  }

  /** Promises as much as another copy has promised, to nobody in particular. */
  public void adoptPromise(long ballot) {
    if (ballot > promised.ballot()) {
      promised = new Promise(ballot, 0);
      promiseWaits = true;
    }
  }

  /** The highest ballot promised, stored or not. */
  public long promised() {
    return promised.ballot();
  }

  /** Whether a promise waits for the next batch. */
  public boolean isPromiseWaiting() {
    return promiseWaits;
  }

  /**
   * What waits, to be written now; null where nothing waits or a batch is being written.
   *
   * @param maxBytes of the batch; one set may be larger
   */
  public Batch nextBatch(long maxBytes) {
    if (staging.isBusy() || !staging.hasWaiting() && !promiseWaits && hasNoRows()) {
      return null;
    }
    Map<Key, Siblings> sets = new LinkedHashMap<>();
    Map<Key, Siblings> before = new HashMap<>();
    staging
        .nextBatch(maxBytes)
        .forEach(
            (key, staged) -> {
              sets.put(key, staged.siblings());
              before.put(key, staged.before());
              figures = figures.changed(staged.before(), staged.siblings());
            });
    batches++;
    // What was accepted before a promise must be visible before it is given: it is read after that.
    List<RowChange> others = also;
    also = new ArrayList<>();
    eventWaits = false;
    if (promiseWaits && !staging.hasWaiting()) {
      others.add(new RowChange(Rows.PROMISE, promised.encode()));
      promiseWaits = false;
    }
    if (!promiseWaits) {
      others.addAll(afterPromise);
      afterPromise.clear();
    }
    if (!staging.hasWaiting()) {
      others.addAll(onceDrained);
      onceDrained.clear();
    }
    return new Batch(batches, sets, before, figures, others);
  }

  private boolean hasNoRows() {
    return also.isEmpty() && onceDrained.isEmpty() && !eventWaits;
  }

  /** Whether an event was asked for that is not being written yet. */
  boolean isEventWaiting() {
    return eventWaits;
  }

  /** Whether a batch is being written. */
  public boolean isBusy() {
    return staging.isBusy();
  }

  /** The batch that was being written is in the store now. */
  public void written() {
    staging.written();
  }

  /** What the range holds, as far as it is written or being written. */
  public Figures figures() {
    return figures;
  }

  public long writer() {
    return writer;
  }
}
