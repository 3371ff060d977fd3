package aitta.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes TCP connections on to one target and lets every byte arrive later than it was sent, in
 * both directions. It does not slow a stream down: what was sent at once arrives at once.
 */
final class DelayRelay implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final ServerSocket listening = new ServerSocket();
  private final InetSocketAddress target;
  private final Duration delay;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong passed = new AtomicLong();
  private volatile boolean closed;

  DelayRelay(String host, InetSocketAddress target, Duration delay) throws IOException {
    this.target = target;
    this.delay = delay;
    listening.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
    start("relay to " + target, this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Bytes that have come in to be passed on. */
  long passed() {
    return passed.get();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket from = listening.accept();
        start("relay of " + from, () -> connect(from));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket from) {
    Socket to = new Socket();
    open.add(from);
    open.add(to);
    try {
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      to.connect(target, 5000);
      pump(from, to);
      pump(to, from);
    } catch (IOException e) {
      close(from);
      close(to);
    }
    if (closed) { // while this was being connected
      close(from);
      close(to);
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    DelayQueue<Chunk> underWay = new DelayQueue<>();
    start("relay from " + from, () -> take(in, underWay));
    start(
        "relay to " + to,
        () -> {
          give(underWay, out);
          close(from);
          close(to);
        });
  }

  private void take(InputStream in, DelayQueue<Chunk> underWay) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        passed.addAndGet(n);
        underWay.add(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime() + delay.toNanos()));
      }
    } catch (IOException e) {
      // The end of the stream is its news, whatever brought it about.
    }
    underWay.add(new Chunk(null, System.nanoTime() + delay.toNanos()));
  }

  private static void give(DelayQueue<Chunk> underWay, OutputStream out) {
    try {
      for (Chunk chunk = underWay.take(); chunk.bytes != null; chunk = underWay.take()) {
        out.write(chunk.bytes);
      }
    } catch (IOException e) {
      // The other side is gone; the caller closes both.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(Closeable one) {
    open.remove(one);
    try {
      one.close();
    } catch (IOException e) {
      System.out.println("relay to " + target + ": " + e);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    close(listening);
    Set.copyOf(open).forEach(this::close);
  }

  /** Bytes on their way; none at the end of the stream. */
  private static final class Chunk implements Delayed {
    private final byte[] bytes;
    private final long dueNanos;

    Chunk(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(dueNanos, ((Chunk) other).dueNanos);
    }
  }
}
