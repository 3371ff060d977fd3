package aitta.replica;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of rows in a range's table. Keys: bucket, a zero byte, name, so that a bucket's keys lie
 * together in byte order. Whatever else a copy keeps comes before them, for no bucket begins with a
 * zero byte:
 *
 * <ul>
 *   <li>0, d, time (8), key's row: a key of which no version is live from that time on
 *   <li>0, f: the data directory for which the copy is trusted
 *   <li>0, k, leaf (2), key's row: the keys of a leaf
 *   <li>0, m, leaf (2): the hash of a leaf, unless it is 0
 *   <li>0, o: what was agreed about the owners of the range
 *   <li>0, p: the ballot that was promised, and to whom
 *   <li>0, r: the last reclaim that was applied
 *   <li>0, w: whom a copy that is behind can confirm
 * </ul>
 */
public final class Rows {
  static final byte[] TRUST = {0, 'f'};
  static final byte[] OWNERS = {0, 'o'};
  static final byte[] PROMISE = {0, 'p'};
  static final byte[] RECLAIM = {0, 'r'};
  static final byte[] WITNESS = {0, 'w'};
  private static final byte[] DEAD = {0, 'd'};
  private static final byte[] KEYS = {0, 'k'};
  private static final byte[] LEAVES = {0, 'm'};
  private static final int LEAF_PREFIX = 4;
  private static final int DEAD_PREFIX = 10;

  /** Where the rows of keys begin. */
  public static final byte[] FIRST_KEY = {1};

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

  static byte[] leaf(int leaf) {
    return with(LEAVES, leaf, new byte[0]);
  }

  /** Of a row of a leaf, or one in the list of its keys. */
  static int leafOf(byte[] leafRow) {
    return (leafRow[2] & 0xff) << 8 | leafRow[3] & 0xff;
  }

  /** Before the row of the first leaf. */
  static byte[] leaves() {
    return LEAVES.clone();
  }

  /** Behind all rows that begin as {@code prefix} does. */
  static byte[] behind(byte[] prefix) {
    byte[] next = prefix.clone();
    next[next.length - 1]++; // never the highest byte, as these prefixes are
    return next;
  }

  /** In the list of the keys of a leaf. */
  static byte[] listed(int leaf, byte[] keyRow) {
    return with(KEYS, leaf, keyRow);
  }

  /** Behind the list of the keys of a leaf. */
  static byte[] behindListed(int leaf) {
    return with(KEYS, leaf + 1, new byte[0]);
  }

  static byte[] keyRowOfListed(byte[] listed) {
    return Arrays.copyOfRange(listed, LEAF_PREFIX, listed.length);
  }

  /** In the list of dead keys. */
  static byte[] dead(long sinceMillis, byte[] keyRow) {
    byte[] row = Arrays.copyOf(DEAD, DEAD_PREFIX + keyRow.length);
    for (int i = 0; i < 8; i++) {
      row[2 + i] = (byte) (sinceMillis >>> (56 - 8 * i));
    }
    System.arraycopy(keyRow, 0, row, DEAD_PREFIX, keyRow.length);
    return row;
  }

  /** Before the first dead key. */
  static byte[] deadKeys() {
    return DEAD.clone();
  }

  static byte[] keyRowOfDead(byte[] dead) {
    return Arrays.copyOfRange(dead, DEAD_PREFIX, dead.length);
  }

  private static byte[] with(byte[] prefix, int leaf, byte[] rest) {
    byte[] row = Arrays.copyOf(prefix, LEAF_PREFIX + rest.length);
    row[2] = (byte) (leaf >>> 8);
    row[3] = (byte) leaf;
    System.arraycopy(rest, 0, row, LEAF_PREFIX, rest.length);
    return row;
  }

  static byte[] hash(long hash) {
    return new Output(8).putLong(hash).toBytes();
  }

  static long hash(byte[] value) {
    Input in = new Input(value);
    long hash = in.getLong();
    in.expectEnd();
    return hash;
  }
}
