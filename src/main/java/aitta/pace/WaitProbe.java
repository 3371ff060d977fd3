package aitta.pace;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Looks how long requests wait for threads of this node, as long as anything moves, and makes rates
 * that yield by that. Safe for use by many threads.
 */
public final class WaitProbe {
  /** Between two ticks. */
  public static final Duration INTERVAL = Duration.ofMillis(20);

  private static final int TICKS_OF_A_LOOK = 10;

  /** After so many without anything on the move nobody needs a look. */
  private static final int IDLE_TICKS = 250;

  /** A request goes through several threads of several nodes, and waits for each. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Queue> queues;
  private final LongSupplier requests;
  private final LongSupplier nanos;
  private final List<YieldingRate> rates = new CopyOnWriteArrayList<>();
  private volatile boolean used;

  // Of the ticks alone.
  private int ticksLeft;
  private int ticks;
  private long lookNanos;
  private long lookRequests;

  /**
   * @param served the threads that serve requests
   * @param requests how many there were since the start
   * @param nanos a monotonic clock
   */
  public WaitProbe(List<Executor> served, LongSupplier requests, LongSupplier nanos) {
    this.queues = served.stream().map(executor -> new Queue(executor, nanos)).toList();
    this.requests = requests;
    this.nanos = nanos;
  }

  /**
   * A rate that yields.
   *
   * @param setting bytes a second at most, asked each time
   */
  public Rate yielding(LongSupplier setting) {
    YieldingRate rate = new YieldingRate(setting);
    rates.add(rate);
    return new Rate() {
      @Override
      public long bytesPerSecond() {
        return rate.bytesPerSecond();
      }

      @Override
      public int atOnce(int most) {
        return rate.atOnce(most);
      }

      @Override
      public void sent(long bytes) {
        rate.sent(bytes);
        used = true;
      }
    };
  }

  /** To be called once an interval, never twice at once; takes no time. */
  public void tick() {
    if (used) {
      used = false;
      if (ticksLeft == 0) {
        begin();
      }
      ticksLeft = IDLE_TICKS;
    }
    if (ticksLeft == 0) {
      return;
    }
    ticksLeft--;
    queues.forEach(Queue::probe);
    ticks++;
    if (ticks == TICKS_OF_A_LOOK) {
      look();
      begin();
    }
  }

  private void begin() {
    ticks = 0;
    lookNanos = nanos.getAsLong();
    lookRequests = requests.getAsLong();
  }

  private void look() {
    long passed = nanos.getAsLong() - lookNanos;
    long came = requests.getAsLong() - lookRequests;
    Look worst = new Look(passed, came, 0, 0);
    for (Queue queue : queues) {
      Look look = queue.look(passed, came);
      worst = look.lateShare() > worst.lateShare() ? look : worst;
    }
    for (YieldingRate rate : rates) {
      rate.looked(worst);
    }
  }

  /** In front of some threads. */
  private static final class Queue {
    private final Executor threads;
    private final LongSupplier nanos;
    private final AtomicBoolean waits = new AtomicBoolean();
    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private volatile long sinceNanos;

    private Queue(Executor threads, LongSupplier nanos) {
      this.threads = threads;
      this.nanos = nanos;
    }

    /** One at a time; one that is still there counts again, as another one would wait, too. */
    private void probe() {
      if (waits.compareAndSet(false, true)) {
        sinceNanos = nanos.getAsLong();
        threads.execute(
            () -> {
              count();
              waits.set(false);
            });
      } else {
        count();
      }
    }

    private void count() {
      probes.incrementAndGet();
      if (nanos.getAsLong() - sinceNanos > LATE_NANOS) {
        late.incrementAndGet();
      }
    }

    private Look look(long passed, long came) {
      return new Look(passed, came, probes.getAndSet(0), late.getAndSet(0));
    }
  }
}
