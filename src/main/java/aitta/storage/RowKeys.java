package aitta.storage;

import java.nio.ByteBuffer;

/**
 * Where a table's rows lie in RocksDB's one sorted space of keys.
 *
 * <p>kind (1 byte), range (4), taken (4), section (1), row. Numbers are most significant byte first
 * and never negative, so that tables are contiguous and sorted. Within a table come its mark, its
 * rows, and then its large values, each under the key of its row: a scan over rows passes none of
 * them.
 */
final class RowKeys {
  static final int TABLE_BYTES = 9;
  static final int PREFIX_BYTES = TABLE_BYTES + 1;
  static final int MAX_BYTES = PREFIX_BYTES + RowChange.MAX_ROW_BYTES;

  static final byte MARK = 0;
  static final byte ROW = 1;
  static final byte LARGE = 2;

  private RowKeys() {}

  /** The key of a section's start; the mark's own key is that of its section. */
  static byte[] section(TableId table, byte section) {
    byte[] key = new byte[PREFIX_BYTES];
    put(table, section, key);
    return key;
  }

  static byte[] of(TableId table, byte section, byte[] row) {
    byte[] key = new byte[PREFIX_BYTES + row.length];
    put(table, section, key);
    System.arraycopy(row, 0, key, PREFIX_BYTES, row.length);
    return key;
  }

  /**
   * Writes a key into {@code target}, which has room for {@link #MAX_BYTES}; returns its length.
   */
  static int put(TableId table, byte section, byte[] row, byte[] target) {
    put(table, section, target);
    System.arraycopy(row, 0, target, PREFIX_BYTES, row.length);
    return PREFIX_BYTES + row.length;
  }

  /** The first key of the table. */
  static byte[] start(TableId table) {
    return ByteBuffer.allocate(TABLE_BYTES)
        .put(table.kind())
        .putInt(table.range())
        .putInt(table.taken())
        .array();
  }

  /**
   * The first key behind the table: {@code taken} may be the largest int, so it counts unsigned.
   */
  static byte[] end(TableId table) {
    return ByteBuffer.allocate(TABLE_BYTES)
        .put(table.kind())
        .putInt(table.range())
        .putInt(table.taken() + 1)
        .array();
  }

  /**
   * The table that {@code key} belongs to.
   *
   * @throws IllegalArgumentException if no table has such keys
   */
  static TableId table(byte[] key) {
    if (key.length < TABLE_BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes is in no table");
    }
    ByteBuffer bytes = ByteBuffer.wrap(key);
    return new TableId(bytes.get(), bytes.getInt(), bytes.getInt());
  }

  static boolean isMark(byte[] key) {
    return key.length == PREFIX_BYTES && key[TABLE_BYTES] == MARK;
  }

  private static void put(TableId table, byte section, byte[] target) {
    target[0] = table.kind();
    putInt(table.range(), target, 1);
    putInt(table.taken(), target, 5);
    target[TABLE_BYTES] = section;
  }

  private static void putInt(int value, byte[] target, int at) {
    target[at] = (byte) (value >>> 24);
    target[at + 1] = (byte) (value >>> 16);
    target[at + 2] = (byte) (value >>> 8);
    target[at + 3] = (byte) value;
  }
}
