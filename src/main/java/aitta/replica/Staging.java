package aitta.replica;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Entries on their way to the disk: what waits, and what is being written. The newest value of an
 * entry is the one that waits. Used by one thread.
 */
public final class Staging<K, V> {
  private record Waiting<V>(V value, long bytes) {}

  private final Map<K, Waiting<V>> waiting = new LinkedHashMap<>();
  private Map<K, V> writing = Map.of();
  private long waitingBytes;
  private long writingBytes;
  private boolean busy;

  /** The newest value that is not stored yet; null where there is none. */
  public V pending(K key) {
    Waiting<V> newest = waiting.get(key);
    return newest != null ? newest.value() : writing.get(key);
  }

  /** The value that waits for the next batch; null where none does. */
  public V waiting(K key) {
    Waiting<V> newest = waiting.get(key);
    return newest == null ? null : newest.value();
  }

  /** Whether a value of this entry, not necessarily the newest, is being written. */
  public boolean isWriting(K key) {
    return writing.containsKey(key);
  }

  /** Takes the place of what waited for this entry. */
  public void stage(K key, V value, long bytes) {
    Waiting<V> replaced = waiting.put(key, new Waiting<>(value, bytes));
    waitingBytes += bytes - (replaced == null ? 0 : replaced.bytes());
  }

  /** Bytes that wait or are being written. */
  public long unwrittenBytes() {
    return waitingBytes + writingBytes;
  }

  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether a batch is being written. */
  public boolean isBusy() {
    return busy;
  }

  /**
   * Takes out what waits, oldest first; it is being written until {@link #written}. Only while not
   * busy.
   *
   * @param maxBytes of the batch; one entry may be larger
   */
  public Map<K, V> nextBatch(long maxBytes) {
    if (busy) {
      throw new IllegalStateException("a batch is being written");
    }
    Map<K, V> batch = new LinkedHashMap<>();
    long bytes = 0;
    Iterator<Map.Entry<K, Waiting<V>>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<K, Waiting<V>> entry = entries.next();
      if (bytes > 0 && bytes + entry.getValue().bytes() > maxBytes) {
        break;
      }
      bytes += entry.getValue().bytes();
      batch.put(entry.getKey(), entry.getValue().value());
      entries.remove();
    }
    waitingBytes -= bytes;
    writingBytes = bytes;
    writing = batch;
    busy = true;
    return batch;
  }

  /** The batch is in the store now. */
  public void written() {
    writing = Map.of();
    writingBytes = 0;
    busy = false;
  }
}
