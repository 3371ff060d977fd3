package aitta.storage;

/**
 * A walk over rows in their order, as they were when it began. For one thread at a time; close it
 * soon.
 */
public interface RowScan extends AutoCloseable {
  /**
   * Goes to the next row; to the first one at first.
   *
   * @return false behind the last one
   * @throws CorruptionException if the way there is damaged
   */
  boolean next();

  /** The name of the row that {@link #next} went to. */
  byte[] row();

  /** The value of the row that {@link #next} went to. */
  byte[] value();

  @Override
  void close();
}
