package aitta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The part of a body that nobody wants any more, and how much of it is still read. Bounded in
 * bytes, in time, and by silence: a client that has stopped writing is ready to read.
 *
 * <p>Told by one thread, the stage that reads the body; its two ends may be awaited by any.
 */
final class Rest {
  /** A client that writes nothing for so long is taken to have stopped. */
  static final Duration SILENCE = Duration.ofSeconds(1);

  /** A body this short is read to its end before its refusal, so that its connection can go on. */
  static final int SHORT = 64 * 1024;

  private static final int MOST = 64 * 1024 * 1024;
  private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

  private final long announced;
  private final CompletableFuture<Boolean> shortly = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private long startNanos;
  private long read;

  /**
   * @param announced length of the whole body; -1 where that is not known
   */
  Rest(long announced) {
    this.announced = announced;
  }

  /** Whether the body has ended within {@link #SILENCE} and {@link #SHORT}. */
  CompletableFuture<Boolean> endedShortly() {
    return shortly;
  }

  /** Ends once no more is read, for one reason or another. */
  CompletableFuture<Void> over() {
    return over;
  }

  /** The body is given up, so that the time for the rest begins. */
  void begin() {
    startNanos = System.nanoTime();
  }

  /** Some more was read and thrown away; says whether to read on. */
  boolean wants(int bytes) {
    read += bytes;
    if (read > SHORT) {
      shortly.complete(false);
    }
    // Behind the last byte of a long body may stand a request, which must not be carried out: the
    // answer to this one ends the connection.
    boolean all = announced > SHORT && read >= announced;
    if (all || read >= MOST) {
      over.complete(null);
    }
    return !over.isDone();
  }

  /**
   * Some time has passed; says whether to read on.
   *
   * @param quiet since the last byte
   */
  boolean wantsAfter(Duration quiet) {
    shortly.complete(false);
    boolean late = System.nanoTime() - startNanos >= LONGEST_NANOS;
    if (late || quiet.compareTo(SILENCE) >= 0) {
      over.complete(null);
    }
    return !over.isDone();
  }

  /** The body has come to its end, or its connection has. */
  void ended() {
    shortly.complete(true);
    over.complete(null);
  }
}
