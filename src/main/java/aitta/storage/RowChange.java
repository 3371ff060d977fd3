package aitta.storage;

/**
 * One row that is written or deleted. The arrays are shared, not copied; nobody writes to them.
 *
 * @param row 1 to {@link #MAX_ROW_BYTES} bytes; rows are ordered by unsigned bytes
 * @param value null deletes the row
 */
public record RowChange(byte[] row, byte[] value) {
  public static final int MAX_ROW_BYTES = 4096;

  public RowChange {
    checkRow(row);
  }

  public static RowChange put(byte[] row, byte[] value) {
    if (value == null) {
      throw new IllegalArgumentException("a row that is put has a value");
    }
    return new RowChange(row, value);
  }

  public static RowChange delete(byte[] row) {
    return new RowChange(row, null);
  }

  public boolean isDelete() {
    return value == null;
  }

  static void checkRow(byte[] row) {
    if (row.length < 1 || row.length > MAX_ROW_BYTES) {
      throw new IllegalArgumentException(
          "a row's name has 1 to " + MAX_ROW_BYTES + " bytes, not " + row.length);
    }
  }
}
