package aitta.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Drives all connections of a run, on the thread that calls it. */
final class Driver implements AutoCloseable {
  private static final int SCRATCH_BYTES = 256 * 1024;
  private static final long SWEEP_NANOS = Duration.ofMillis(100).toNanos();
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long NAP_NANOS = 50_000;

  private final Selector selector;
  private final List<Link> links;
  private final Deque<Link> idle = new ArrayDeque<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private Source source;
  private Tally tally;
  private int underWay;
  private long aliveNanos; // when there was a connection last
  private IOException trouble; // why there is none

  Driver(List<Link> links) throws IOException {
    this.links = List.copyOf(links);
    this.selector = Selector.open();
  }

  /**
   * Runs until a bound is reached or the source is empty, and what is under way has ended.
   *
   * @param progress told of each second
   */
  Tally run(Source from, Pace pace, Bounds bounds, Consumer<Tally.Interval> progress)
      throws IOException {
    source = from;
    tally = new Tally();
    long now = System.nanoTime();
    tally.begin(now);
    pace.begin(now);
    aliveNanos = now;
    long end = now + bounds.duration().toNanos();
    long sent = 0;
    boolean more = true;
    long nextSweep = now + SWEEP_NANOS;
    sweep(now, bounds.patience().toNanos());
    long nextInterval = now + INTERVAL_NANOS;
    while (more || underWay > 0) {
      more = more && now - end < 0 && sent < bounds.operations();
      while (more && !idle.isEmpty() && now - pace.dueNanos(now) >= 0) {
        more = send(pace, now);
        sent += more ? 1 : 0;
        more = more && sent < bounds.operations();
      }
      await(more ? Math.min(end, pace.isOpen() ? pace.dueNanos(now) : end) : end, now);
      now = System.nanoTime();
      if (now - nextSweep >= 0) {
        sweep(now, bounds.patience().toNanos());
        nextSweep = now + SWEEP_NANOS;
      }
      if (now - nextInterval >= 0) {
        progress.accept(tally.interval(now));
        nextInterval += INTERVAL_NANOS;
      }
    }
    countUnsent(pace, Math.min(now, end), bounds.operations() - sent);
    tally.end(now);
    return tally;
  }

  private boolean send(Pace pace, long now) {
    Link link = idle.peek();
    if (!source.next(link.operation)) {
      return false;
    }
    idle.poll();
    link.dueNanos = pace.dueNanos(now);
    link.sentNanos = now;
    pace.take();
    underWay++;
    try {
      link.send(source.values());
    } catch (IOException e) {
      link.busy = true;
      broken(link, e);
    }
    return true;
  }

  /** Until something can be read or written, or {@code dueNanos}. */
  private void await(long dueNanos, long now) throws IOException {
    long wait = dueNanos - now;
    if (wait > 2_000_000 || underWay == 0 && idle.isEmpty()) {
      selector.select(this::onReady, Math.max(1, Math.min(100, wait / 2_000_000)));
    } else if (selector.selectNow(this::onReady) == 0 && wait > 0) {
      LockSupport.parkNanos(Math.min(wait, NAP_NANOS)); // selectors know no shorter waits than 1 ms
    }
  }

  private void onReady(SelectionKey key) {
    Link link = (Link) key.attachment();
    try {
      if (!link.isReady()) {
        if (link.goOn()) {
          idle.add(link);
        }
        return;
      }
      if (key.isWritable()) {
        link.flush();
      }
      if (key.isReadable() && link.receive(scratch)) {
        answered(link);
      }
    } catch (IOException e) {
      broken(link, e);
    }
  }

  private void answered(Link link) {
    ResponseParser answer = link.parser;
    Operation operation = link.operation;
    Source.Verdict verdict =
        source.answered(
            operation, answer.status(), answer.bytes(), answer.bodyOffset(), answer.bodyLength());
    String failure = verdict == Source.Verdict.FAILED ? "status " + answer.status() : null;
    tally.done(operation.read, verdict, failure, System.nanoTime() - link.dueNanos);
    underWay--;
    link.busy = false;
    if (answer.closes()) {
      link.close();
    } else {
      idle.add(link);
    }
  }

  /** Ends a connection; the next sweep begins another in its place. */
  private void broken(Link link, IOException why) {
    if (link.busy) {
      failed(link, why instanceof TimeoutException ? "no answer in time" : "connection lost");
    } else {
      idle.remove(link);
      trouble = why;
    }
    link.close();
  }

  private void failed(Link link, String failure) {
    source.answered(link.operation, 0, new byte[0], 0, 0);
    tally.done(link.operation.read, Source.Verdict.FAILED, failure, 0);
    underWay--;
  }

  private static final class TimeoutException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private void sweep(long now, long patienceNanos) throws IOException {
    boolean anyReady = links.stream().anyMatch(Link::isReady);
    aliveNanos = anyReady ? now : aliveNanos;
    if (now - aliveNanos > GIVE_UP_NANOS) {
      String why = trouble == null ? "" : ": " + trouble.getMessage();
      throw new IOException("no node has taken a connection for 10 s" + why, trouble);
    }
    for (Link link : links) {
      if (link.busy && now - link.sentNanos > patienceNanos) {
        broken(link, new TimeoutException());
      }
      connect(link, now);
    }
  }

  private void connect(Link link, long now) {
    try {
      if (link.connect(selector, now, RETRY_NANOS)) {
        idle.add(link);
      }
    } catch (IOException e) {
      broken(link, e);
    }
  }

  /** With a rate: what had been due and found no connection has waited until the end. */
  private void countUnsent(Pace pace, long end, long most) {
    Operation drawn = new Operation();
    for (long left = most; pace.isOpen() && left > 0; left--) {
      long due = pace.dueNanos(end);
      if (end - due <= 0 || !source.next(drawn)) {
        return;
      }
      tally.unsent(drawn.read, end - due);
      pace.take();
    }
  }

  @Override
  public void close() throws IOException {
    links.forEach(Link::close);
    selector.close();
  }
}
