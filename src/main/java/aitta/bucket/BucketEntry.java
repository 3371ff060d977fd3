package aitta.bucket;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.quorum.Level;
import java.time.Duration;
import java.util.Arrays;

/**
 * What was last said of a bucket.
 *
 * @param timestamp hybrid, see {@code aitta.version.HybridTime}; the newest one holds
 * @param properties null: the defaults again. That is kept, too, or an older change would come back
 */
record BucketEntry(long timestamp, BucketProperties properties) {
  private static final int LEVEL_OFFSET = 2;
  private static final int STRICT = 1;
  private static final int LATEST = 2;

  BucketProperties orDefault() {
    return properties == null ? BucketProperties.DEFAULT : properties;
  }

  /** The newer one; of two with one timestamp the same one everywhere. */
  BucketEntry join(BucketEntry other) {
    if (timestamp != other.timestamp) {
      return timestamp > other.timestamp ? this : other;
    }
    return Arrays.compareUnsigned(toBytes(), other.toBytes()) >= 0 ? this : other;
  }

  private byte[] toBytes() {
    Output out = new Output(32);
    writeTo(out);
    return out.toBytes();
  }

  void writeTo(Output out) {
    out.putLong(timestamp).putByte(properties == null ? 0 : 1);
    if (properties != null) {
      out.putByte(properties.r().number() + LEVEL_OFFSET)
          .putByte(properties.w().number() + LEVEL_OFFSET)
          .putByte((properties.strict() ? STRICT : 0) | (properties.latest() ? LATEST : 0))
          .putVarint(properties.ttl() == null ? 0 : properties.ttl().toMillis());
    }
  }

  static BucketEntry read(Input in) {
    long timestamp = in.getLong();
    switch (in.getByte()) {
      case 0:
        return new BucketEntry(timestamp, null);
      case 1:
        return new BucketEntry(timestamp, readProperties(in));
      default:
        throw new MalformedException("an entry that neither sets nor resets");
    }
  }

  private static BucketProperties readProperties(Input in) {
    Level r = new Level(in.getByte() - LEVEL_OFFSET);
    Level w = new Level(in.getByte() - LEVEL_OFFSET);
    int flags = in.getByte();
    long ttlMillis = in.getVarint();
    Duration ttl = ttlMillis == 0 ? null : Duration.ofMillis(ttlMillis);
    return new BucketProperties(r, w, (flags & STRICT) != 0, (flags & LATEST) != 0, ttl);
  }
}
