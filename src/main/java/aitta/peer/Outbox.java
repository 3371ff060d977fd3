package aitta.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Messages on their way to one node. Nothing waits for others to come; but what has gathered by the
 * time that a thread sees to it leaves as one, since most of what a message costs between two nodes
 * does not depend on its length. So the busier a node is, the less each message costs it.
 *
 * <p>Messages leave in the order in which one thread added them. Safe for use by many threads.
 */
final class Outbox implements Runnable {
  /** Past it messages are dropped, as the transport itself would drop them. */
  private static final int MAX_WAITING = 8192;

  private static final int MAX_TOGETHER = 64;

  private final Executor executor;
  private final Consumer<Parcel> target;
  private final int maxBytes;
  private final Queue<Envelope> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param executor runs what sends; must not run it before {@code execute} returns, or nothing
   *     gathers
   * @param maxBytes of messages that leave together
   */
  Outbox(Executor executor, Consumer<Parcel> target, int maxBytes) {
    this.executor = executor;
    this.target = target;
    this.maxBytes = maxBytes;
  }

  /**
   * @return false if there is no room
   */
  boolean add(Envelope envelope) {
    if (count.incrementAndGet() > MAX_WAITING) {
      count.decrementAndGet();
      return false;
    }
    waiting.add(envelope);
    schedule();
    return true;
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this);
      } catch (RejectedExecutionException theSystemStops) {
        waiting.clear();
      }
    }
  }

  @Override
  public void run() {
    try {
      while (!waiting.isEmpty()) {
        send();
      }
    } finally {
      scheduled.set(false);
      if (!waiting.isEmpty()) {
        schedule();
      }
    }
  }

  private void send() {
    Envelope first = take();
    List<Envelope> together = null;
    int bytes = PeerFormat.sizeBound(first.message());
    Envelope next = waiting.peek();
    while (next != null && (together == null || together.size() < MAX_TOGETHER)) {
      bytes += PeerFormat.sizeBound(next.message());
      if (bytes > maxBytes) {
        break;
      }
      if (together == null) {
        together = new ArrayList<>();
        together.add(first);
      }
      together.add(take());
      next = waiting.peek();
    }
    target.accept(together == null ? first : bundle(together));
  }

  private Envelope take() {
    count.decrementAndGet();
    return waiting.poll();
  }

  private static Bundle bundle(List<Envelope> envelopes) {
    List<byte[]> messages = new ArrayList<>(envelopes.size());
    envelopes.forEach(envelope -> messages.add(PeerFormat.encode(envelope)));
    return new Bundle(messages);
  }
}
