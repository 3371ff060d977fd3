package aitta.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** What a {@link FakeStore} may do with a value that it is given. */
final class FakeStoreAnswers {
  private FakeStoreAnswers() {}

  /** Acknowledges every write of a key and keeps the first. */
  static UnaryOperator<byte[]> keepingTheFirst() {
    Map<Integer, byte[]> first = new ConcurrentHashMap<>();
    return value -> first.computeIfAbsent(ByteBuffer.wrap(value).getInt(4), key -> value);
  }

  /** Takes its time. */
  static UnaryOperator<byte[]> taking(Duration time) {
    return value -> {
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return value;
    };
  }
}
