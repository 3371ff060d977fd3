package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * What all connections together have under way: requests that the backend works on, and bytes of
 * bodies in memory. Both have a bound, past which a request is refused at once.
 */
final class Load {
  private static final RawHeader RETRY_AFTER = RawHeader.create("Retry-After", "1");

  private final int maxRequests;
  private final long maxBodyBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  Load(int maxRequests, long maxBodyBytes) {
    this.maxRequests = maxRequests;
    this.maxBodyBytes = maxBodyBytes;
  }

  int requests() {
    return requests.get();
  }

  long bodyBytes() {
    return bodyBytes.get();
  }

  /** Refuses before a body is read what could not be worked on afterwards. */
  void checkRoom() throws Refusal {
    if (requests.get() >= maxRequests) {
      throw tooManyRequests();
    }
  }

  /** Takes a place for a request; {@link #leave} gives it back. */
  void enter() throws Refusal {
    if (requests.incrementAndGet() > maxRequests) {
      requests.decrementAndGet();
      throw tooManyRequests();
    }
  }

  void leave() {
    requests.decrementAndGet();
  }

  private Refusal tooManyRequests() {
    return overloaded("this node is at work on " + maxRequests + " requests, as many as it takes");
  }

  static Refusal overloaded(String detail) {
    return new Refusal(
        Problem.of(ProblemType.OVERLOADED, detail + "; nothing was done, try again later"),
        RETRY_AFTER);
  }

  static Refusal noRoom() {
    return overloaded("other requests and answers fill the memory that is kept for their bodies");
  }

  /** Whether a body of so many bytes would fit now. */
  boolean hasRoom(long bytes) {
    return bodyBytes.get() + bytes <= maxBodyBytes;
  }

  /** Counts bytes that are there already, whether they fit or not. */
  void hold(long bytes) {
    bodyBytes.addAndGet(bytes);
  }

  void release(long bytes) {
    bodyBytes.addAndGet(-bytes);
  }

  /** Room for one body, which may grow; to be given back once the request is answered. */
  final class Room {
    private long bytes; // used by one thread at a time, handed over with the body's stage

    void grow(long more) throws Refusal {
      if (bodyBytes.addAndGet(more) > maxBodyBytes) {
        bodyBytes.addAndGet(-more);
        throw noRoom();
      }
      bytes += more;
    }

    void giveBack() {
      release(bytes);
      bytes = 0;
    }
  }

  Room room() {
    return new Room();
  }
}
