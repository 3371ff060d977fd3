package aitta.version;

import java.util.Arrays;

/**
 * One value that was written, or the mark of a delete.
 *
 * @param dot its name
 * @param timestamp hybrid logical time of the write, see {@link HybridTime}
 * @param latest whether its bucket's policy was {@code latest} when it was written
 * @param deleted whether it is a tombstone; then its value is empty
 * @param expiresAtMillis wall clock, ms since 1970, from which on it reads as deleted; 0 for never
 * @param contentType as the client gave it
 * @param contentEncoding as the client gave it; empty for none
 * @param value shared, never written to
 */
public record Version(
    Dot dot,
    long timestamp,
    boolean latest,
    boolean deleted,
    long expiresAtMillis,
    String contentType,
    String contentEncoding,
    byte[] value) {
  public static final String DEFAULT_TYPE = "application/octet-stream";
  private static final byte[] NOTHING = new byte[0];

  public Version {
    if (deleted && value.length > 0 || expiresAtMillis < 0) {
      throw new IllegalArgumentException(
          dot + ": a tombstone has no value, and an expiry is not before 1970");
    }
  }

  public static Version tombstone(Dot dot, long timestamp, boolean latest) {
    return new Version(dot, timestamp, latest, true, 0, DEFAULT_TYPE, "", NOTHING);
  }

  /** The same under another name. */
  Version as(Dot name) {
    return name.equals(dot)
        ? this
        : new Version(
            name, timestamp, latest, deleted, expiresAtMillis, contentType, contentEncoding, value);
  }

  /** Neither a tombstone nor past its time to live. */
  public boolean isLive(long nowMillis) {
    return !deleted && (expiresAtMillis == 0 || nowMillis < expiresAtMillis);
  }

  /** Order by time, ties by dot: the same at every node. */
  public boolean isNewerThan(Version other) {
    return isNewerThan(other.timestamp, other.dot);
  }

  boolean isNewerThan(long otherTimestamp, Dot otherDot) {
    return timestamp != otherTimestamp ? timestamp > otherTimestamp : dot.compareTo(otherDot) > 0;
  }

  public long lastModifiedMillis() {
    return HybridTime.millis(timestamp);
  }

  public String etag() {
    return dot.etag();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that
        && dot.equals(that.dot)
        && timestamp == that.timestamp
        && latest == that.latest
        && deleted == that.deleted
        && expiresAtMillis == that.expiresAtMillis
        && contentType.equals(that.contentType)
        && contentEncoding.equals(that.contentEncoding)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return dot.hashCode();
  }

  @Override
  public String toString() {
    return dot + (deleted ? " deleted" : " " + value.length + " bytes");
  }
}
