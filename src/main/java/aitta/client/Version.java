package aitta.client;

import java.time.Instant;

/**
 * One version of a key.
 *
 * @param value null for a tombstone, which is what a delete leaves beside versions that it did not
 *     know of
 * @param etag names the version; without quotes
 * @param lastModified by the clock of the node that took it
 * @param expires null without a time to live
 */
public record Version(Value value, String etag, Instant lastModified, Instant expires) {
  public boolean isDeleted() {
    return value == null;
  }
}
