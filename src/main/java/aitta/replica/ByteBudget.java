package aitta.replica;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on bytes that all ranges and hints of a node together keep waiting for the disk. Safe for
 * use by many threads.
 */
public final class ByteBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  public boolean isExhausted() {
    return used.get() >= limit;
  }

  /**
   * Negative to give back. May go over the limit by one set, since it is asked before a set's size
   * is known.
   */
  public void use(long bytes) {
    used.addAndGet(bytes);
  }

  public long used() {
    return used.get();
  }

  @Override
  public String toString() {
    return used.get() + " of " + limit + " bytes";
  }
}
