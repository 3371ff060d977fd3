package aitta.tuning;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.cluster.ddata.AbstractReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDataSerialization;

/**
 * What was said of settings, by name; the newest of each holds. Distributed Data spreads it. No
 * identity of a Pekko node is in it, so nothing has to be pruned.
 *
 * <p>Format 1: version byte, number of entries, of each name, timestamp, value; an empty value has
 * been taken back.
 */
public final class TuningTable extends AbstractReplicatedData<TuningTable>
    implements ReplicatedDataSerialization {
  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 1;
  static final TuningTable EMPTY = new TuningTable(Map.of());

  /**
   * @param timestamp hybrid
   * @param value empty: as each node's own configuration has it
   */
  record Entry(long timestamp, String value) {
    Entry join(Entry other) {
      int order = Long.compare(timestamp, other.timestamp);
      return (order != 0 ? order : value.compareTo(other.value)) >= 0 ? this : other;
    }
  }

  private final transient Map<String, Entry> entries;

  private TuningTable(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** How many settings something was ever said of. */
  int size() {
    return entries.size();
  }

  /** 0 where nothing was said. */
  long newestTimestamp() {
    return entries.values().stream().mapToLong(Entry::timestamp).max().orElse(0);
  }

  /** What holds over each node's own configuration. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    entries.forEach(
        (key, entry) -> {
          if (!entry.value().isEmpty()) {
            values.put(key, entry.value());
          }
        });
    return values;
  }

  /**
   * @param changes an empty value takes one back
   */
  TuningTable with(Map<String, String> changes, long timestamp) {
    Map<String, Entry> more = new TreeMap<>(entries);
    changes.forEach((key, value) -> more.merge(key, new Entry(timestamp, value), Entry::join));
    return new TuningTable(more);
  }

  @Override
  public TuningTable mergeData(TuningTable that) {
    Map<String, Entry> all = new TreeMap<>(entries);
    that.entries.forEach((key, entry) -> all.merge(key, entry, Entry::join));
    return new TuningTable(all);
  }

  byte[] toBytes() {
    Output out = new Output(64 + 48 * entries.size()).putByte(FORMAT).putVarint(entries.size());
    entries.forEach(
        (key, entry) -> out.putString(key).putLong(entry.timestamp()).putString(entry.value()));
    return out.toBytes();
  }

  /**
   * @throws MalformedException if {@code bytes} are damaged
   */
  static TuningTable of(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("settings of format " + format);
    }
    Map<String, Entry> entries = new TreeMap<>();
    for (int left = in.getCount(10); left > 0; left--) {
      entries.put(in.getString(), new Entry(in.getLong(), in.getString()));
    }
    in.expectEnd();
    return new TuningTable(entries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TuningTable that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "TuningTable" + entries.keySet();
  }
}
