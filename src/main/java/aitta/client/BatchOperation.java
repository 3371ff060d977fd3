package aitta.client;

import aitta.model.Key;

/** One operation of a batch. */
public sealed interface BatchOperation {
  Key key();

  /** Reads. */
  record Get(Key key) implements BatchOperation {}

  /**
   * Writes.
   *
   * @param options only its basis and its time to live count here; the rest is the batch's
   */
  record Put(Key key, Value value, WriteOptions options) implements BatchOperation {}

  /**
   * Deletes.
   *
   * @param options only its basis counts here; the rest is the batch's
   */
  record Delete(Key key, WriteOptions options) implements BatchOperation {}

  static BatchOperation get(Key key) {
    return new Get(key);
  }

  static BatchOperation put(Key key, Value value) {
    return new Put(key, value, WriteOptions.DEFAULT);
  }

  static BatchOperation delete(Key key) {
    return new Delete(key, WriteOptions.DEFAULT);
  }
}
