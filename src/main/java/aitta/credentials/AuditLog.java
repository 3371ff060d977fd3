package aitta.credentials;

import aitta.security.Audit;
import aitta.security.AuditEvent;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the logger {@code aitta.audit}, a JSON line each. Refused attempts are bounded, since
 * they cost whoever makes them nothing: past the bound of a second they are counted, and the count
 * is written. What admins did is always written.
 */
public final class AuditLog implements Audit {
  static final String LOGGER = "aitta.audit";
  static final int REFUSALS_A_SECOND = 500;
  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final long SECOND = 1_000_000_000L;

  private final LongSupplier nanos;
  private long sinceNanos;
  private int written;
  private long leftOut;

  public AuditLog() {
    this(System::nanoTime);
  }

  /**
   * @param nanos monotonic clock
   */
  AuditLog(LongSupplier nanos) {
    this.nanos = nanos;
    this.sinceNanos = nanos.getAsLong();
  }

  @Override
  public void keep(AuditEvent event) {
    if (!event.isRefusal() || mayWrite()) {
      LOG.info(event.line());
    }
  }

  private synchronized boolean mayWrite() {
    long now = nanos.getAsLong();
    if (now - sinceNanos >= SECOND) {
      if (leftOut > 0) {
        LOG.warn("{\"outcome\":\"left-out\",\"attempts\":{}}", leftOut);
      }
      sinceNanos = now;
      written = 0;
      leftOut = 0;
    }
    if (written < REFUSALS_A_SECOND) {
      written++;
      return true;
    }
    leftOut++;
    return false;
  }
}
