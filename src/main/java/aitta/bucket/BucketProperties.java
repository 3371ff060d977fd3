package aitta.bucket;

import aitta.quorum.Level;
import java.time.Duration;

/**
 * What a request to a bucket means where it does not say so itself.
 *
 * @param r replicas that a read waits for
 * @param w replicas that a write waits for
 * @param strict whether stand-ins never count
 * @param latest whether the newest version wins ({@code latest}) or conflicts are kept ({@code
 *     siblings})
 * @param ttl time to live of later writes, 1 s to 3650 d; null for none
 */
public record BucketProperties(Level r, Level w, boolean strict, boolean latest, Duration ttl) {
  public static final BucketProperties DEFAULT =
      new BucketProperties(Level.QUORUM, Level.QUORUM, false, false, null);

  public static final Duration MIN_TTL = Duration.ofSeconds(1);
  public static final Duration MAX_TTL = Duration.ofDays(3650);

  public BucketProperties {
    if (ttl != null && (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0)) {
      throw new IllegalArgumentException("a time to live is 1s to 3650d, not " + ttl);
    }
  }
}
