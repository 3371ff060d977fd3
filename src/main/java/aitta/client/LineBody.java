package aitta.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as lines, taken as they are read: what the reader has not asked for stays
 * with the node. Filled by the HTTP client, read by one thread.
 */
final class LineBody implements BodySubscriber<LineBody> {
  /** The buffers asked for, and how it ended. */
  private static final int MOST_WAITING = 2;

  private static final Object END = new Object();

  private final BlockingQueue<Object> arrived = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final int longest;
  private List<ByteBuffer> buffers = List.of();
  private volatile Flow.Subscription subscription;
  private volatile boolean closed;

  /**
   * @param longest bytes that a line may have
   */
  LineBody(int longest) {
    this.longest = longest;
  }

  /** There to be read as soon as the head of the answer is. */
  @Override
  public CompletionStage<LineBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    arrived.add(more);
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(failure);
  }

  @Override
  public void onComplete() {
    arrived.add(END);
  }

  /**
   * The next line, without its end.
   *
   * @param patience how long it may take to arrive
   * @return null behind the last, where the answer is whole
   * @throws IOException if it broke off, or nothing came in time
   */
  byte[] next(Duration patience) throws IOException, InterruptedException {
    while (true) {
      for (ByteBuffer buffer : buffers) {
        if (takeLine(buffer)) {
          byte[] whole = line.toByteArray();
          line.reset();
          return whole;
        }
      }
      if (!more(patience)) {
        return null;
      }
    }
  }

  private boolean takeLine(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      byte b = buffer.get();
      if (b == '\n') {
        return true;
      }
      if (line.size() >= longest) {
        throw new IOException("a line has more than " + longest + " bytes");
      }
      line.write(b);
    }
    return false;
  }

  private boolean more(Duration patience) throws IOException, InterruptedException {
    Object next = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new IOException("nothing came for " + patience.toSeconds() + " s");
    }
    if (next == END) {
      buffers = List.of();
      arrived.add(END); // whoever asks again gets the same answer
      if (line.size() > 0) {
        throw new IOException("the last line has no end");
      }
      return false;
    }
    if (next instanceof Throwable failure) {
      throw failure instanceof IOException known ? known : new IOException(failure);
    }
    @SuppressWarnings("unchecked") // onNext puts nothing else there
    List<ByteBuffer> taken = (List<ByteBuffer>) next;
    buffers = taken;
    subscription.request(1);
    return true;
  }

  /** Nothing more is wanted: the connection ends where the answer is not whole. */
  void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }
}
