package aitta.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a write or a delete is to be done. What is not said here is as the bucket says.
 *
 * @param basis what the write takes the place of, or what must hold for it
 * @param w how many replicas must have it durably: a number, {@code one}, {@code quorum} or {@code
 *     all}; null for the bucket's
 * @param strict whether owners alone count; null for the bucket's
 * @param timeout within which the cluster has to answer, 1 ms to 60 s; null for its own, 2 s
 * @param ttl time to live, 1 s to 3650 d; null for the bucket's. Of no meaning for a delete.
 */
public record WriteOptions(Basis basis, String w, Boolean strict, Duration timeout, Duration ttl) {
  /** A plain overwrite, as the bucket says. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(Overwrite.INSTANCE, null, null, null, null);

  /** What a write takes the place of, or what must hold for it. */
  public sealed interface Basis {}

  /** All that was acknowledged before. */
  public enum Overwrite implements Basis {
    INSTANCE
  }

  /** Nothing: the new version stands beside whatever is there. */
  public enum Beside implements Basis {
    INSTANCE
  }

  /** Exactly what the context covers. */
  public record After(String context) implements Basis {
    public After {
      Objects.requireNonNull(context, "a write after nothing is a write beside");
    }
  }

  /** Only if there is no live version. */
  public enum IfAbsent implements Basis {
    INSTANCE
  }

  /**
   * Only if the live version, or the set of siblings, has one of these ETags.
   *
   * @param etags without quotes; none of them means: any live version
   */
  public record IfMatch(List<String> etags) implements Basis {
    public IfMatch {
      etags = List.copyOf(etags);
    }
  }

  /**
   * Takes the place of exactly what {@code context} covers. What it does not cover is concurrent
   * and stays: nothing is lost.
   */
  public WriteOptions after(String context) {
    return with(new After(context));
  }

  /** Takes the place of exactly what was read. */
  public WriteOptions after(ReadResult read) {
    return after(read.context());
  }

  /** Stands beside whatever is there. */
  public WriteOptions beside() {
    return with(Beside.INSTANCE);
  }

  /** Only if there is no live version: of racing writers at most one wins. */
  public WriteOptions ifAbsent() {
    return with(IfAbsent.INSTANCE);
  }

  /** Only if this is the one live version, or the set of siblings: compare and set. */
  public WriteOptions ifMatch(String... etags) {
    return with(new IfMatch(List.of(etags)));
  }

  public WriteOptions w(int replicas) {
    return w(Integer.toString(replicas));
  }

  public WriteOptions w(String level) {
    return new WriteOptions(basis, level, strict, timeout, ttl);
  }

  /** Owners alone count: no node stands in for one that cannot be reached. */
  public WriteOptions strictly() {
    return new WriteOptions(basis, w, true, timeout, ttl);
  }

  public WriteOptions timeout(Duration limit) {
    return new WriteOptions(basis, w, strict, limit, ttl);
  }

  public WriteOptions ttl(Duration time) {
    return new WriteOptions(basis, w, strict, timeout, time);
  }

  private WriteOptions with(Basis other) {
    return new WriteOptions(other, w, strict, timeout, ttl);
  }

  /**
   * Whether the write may be sent again after an attempt of which nobody knows whether it took
   * effect.
   *
   * <p>An overwrite, or one after a context, may: the contract asks for it, and the second stands
   * at worst beside an equal first. One beside all others would leave two where one was meant. A
   * conditional one would fail on what it has itself done.
   */
  boolean isRepeatable() {
    return basis == Overwrite.INSTANCE || basis instanceof After;
  }
}
