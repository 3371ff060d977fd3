package aitta.replica;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of rows in a range's table: bucket, a zero byte, name, so that a bucket's keys lie together
 * in byte order.
 */
public final class Rows {
  /** The ballot that was promised; below all keys, for no bucket begins with a zero byte. */
  static final byte[] PROMISE = {0, 'p'};

  private Rows() {}

  public static byte[] of(Key key) {
    byte[] bucket = key.bucket().getBytes(StandardCharsets.US_ASCII);
    byte[] row = new byte[bucket.length + 1 + key.name().length];
    System.arraycopy(bucket, 0, row, 0, bucket.length);
    System.arraycopy(key.name(), 0, row, bucket.length + 1, key.name().length);
    return row;
  }

  /** The key that {@link #of} made this row of. */
  public static Key keyOf(byte[] row) {
    int zero = 0;
    while (row[zero] != 0) {
      zero++;
    }
    String bucket = new String(row, 0, zero, StandardCharsets.US_ASCII);
    return new Key(bucket, Arrays.copyOfRange(row, zero + 1, row.length));
  }

  static byte[] ballot(long promised) {
    return new Output(10).putVarint(promised).toBytes();
  }

  /** The ballot in such a row; 0 where there is none. */
  static long ballot(byte[] row) {
    if (row == null) {
      return 0;
    }
    Input in = new Input(row);
    long promised = in.getVarint();
    in.expectEnd();
    return promised;
  }
}
