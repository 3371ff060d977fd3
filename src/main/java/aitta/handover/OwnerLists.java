package aitta.handover;

import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The newest list of each range's owners that this node has heard of: the ring's, or one that was
 * decided a moment ago and is on its way into the ring. Safe for use by many threads.
 */
public final class OwnerLists {
  private final Supplier<Ring> ring;
  private final AtomicReferenceArray<RangeOwners> heard;
  private final AtomicLong news = new AtomicLong();
  private volatile Consumer<RangeOwners> listener = list -> {};

  /**
   * @param ring as the newest view of the cluster has it
   */
  public OwnerLists(Supplier<Ring> ring) {
    this.ring = ring;
    this.heard = new AtomicReferenceArray<>(ring.get().ranges());
  }

  /**
   * @param listener told of each list that was news, on the thread that brings it; passes it on
   */
  public void tell(Consumer<RangeOwners> listener) {
    this.listener = listener;
  }

  public Ring ring() {
    return ring.get();
  }

  public int ranges() {
    return heard.length();
  }

  public RangeOwners of(int range) {
    RangeOwners inRing = ring.get().ownersOf(range);
    RangeOwners list = heard.get(range);
    return list != null && list.version() > inRing.version() ? list : inRing;
  }

  /** Whether the list is the ring's, and was decreed. */
  public boolean isDecreed(RangeOwners list) {
    Ring now = ring.get();
    int range = list.range();
    return now.decreed().contains(range) && now.ownersOf(range).version() == list.version();
  }

  /** A list that was decided; ignored unless it is newer than what is known. */
  public void learn(RangeOwners list) {
    int range = list.range();
    if (range >= heard.length() || list.version() <= of(range).version()) {
      return;
    }
    RangeOwners before = heard.get(range);
    if ((before == null || before.version() < list.version())
        && heard.compareAndSet(range, before, list)) { // who is too late was told by another
      news.incrementAndGet();
      listener.accept(list);
    }
  }

  /** Grows with every list that was news here. */
  public long news() {
    return news.get();
  }
}
