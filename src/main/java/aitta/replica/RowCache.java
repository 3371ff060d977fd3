package aitta.replica;

import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets of keys that were read and not written since, for all copies of a node, decoded: a read of
 * the store costs ten times as much. What was written is not kept until it is read: values that
 * live until the next write of their key cost the garbage collector more than is won. Which stay is
 * Caffeine's choice, by how often and how lately they were asked for (Einziger et al., TinyLFU,
 * 2017).
 *
 * <p>Each copy sees its own sets alone, and those no longer than one start of its log, so that what
 * a log left behind that failed is never taken for what is stored.
 */
public final class RowCache {
  /** Objects around one set, references to it included. */
  private static final int OVERHEAD_BYTES = 400;

  private record Place(long copy, Key key) {}

  /**
   * Since the start.
   *
   * @param bytes held now, estimated
   */
  public record Figures(long hits, long misses, long bytes) {}

  private final long maxBytes;
  private final Cache<Place, Siblings> sets;
  private final AtomicLong copies = new AtomicLong();

  /**
   * @param maxBytes of heap, about; 0 keeps nothing. A set larger than a sixteenth of it is not
   *     kept.
   */
  public RowCache(long maxBytes) {
    this.maxBytes = maxBytes;
    this.sets =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(RowCache::bytes)
            .executor(Runnable::run)
            .recordStats()
            .build();
  }

  private static int bytes(Place place, Siblings set) {
    return OVERHEAD_BYTES + place.key().name().length + SiblingsFormat.sizeBound(set);
  }

  /** What one start of a copy sees of it. Used by that copy's thread alone. */
  final class OfCopy {
    private final long copy = copies.incrementAndGet();

    private OfCopy() {}

    /** The set as it is stored; null where that is not known here. */
    Siblings get(Key key) {
      return sets.getIfPresent(new Place(copy, key));
    }

    /** To be told of a set that was read. */
    void put(Key key, Siblings set) {
      Place place = new Place(copy, key);
      if (!set.isEmpty() && bytes(place, set) <= maxBytes / 16) {
        sets.put(place, set);
      }
    }

    /** To be told of each key of which another set is stored from now on. */
    void drop(Key key) {
      sets.invalidate(new Place(copy, key));
    }
  }

  OfCopy ofCopy() {
    return new OfCopy();
  }

  public Figures figures() {
    return new Figures(
        sets.stats().hitCount(),
        sets.stats().missCount(),
        sets.policy().eviction().orElseThrow().weightedSize().orElse(0));
  }
}
