package aitta.bucket;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.cluster.ddata.AbstractReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDataSerialization;

/**
 * What was said of buckets, by name; the newest of each holds. Distributed Data spreads it. No
 * identity of a Pekko node is in it, so nothing has to be pruned.
 */
final class BucketTable extends AbstractReplicatedData<BucketTable>
    implements ReplicatedDataSerialization {
  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 1;

  static final BucketTable EMPTY = new BucketTable(Collections.emptySortedMap());

  private final transient SortedMap<String, BucketEntry> entries;

  private BucketTable(SortedMap<String, BucketEntry> entries) {
    this.entries = entries;
  }

  static BucketTable of(Map<String, BucketEntry> entries) {
    return new BucketTable(new TreeMap<>(entries));
  }

  /** Not to be written to. */
  SortedMap<String, BucketEntry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  BucketTable with(String bucket, BucketEntry entry) {
    SortedMap<String, BucketEntry> more = new TreeMap<>(entries);
    more.merge(bucket, entry, BucketEntry::join);
    return new BucketTable(more);
  }

  @Override
  public BucketTable mergeData(BucketTable that) {
    SortedMap<String, BucketEntry> all = new TreeMap<>(entries);
    that.entries.forEach((bucket, entry) -> all.merge(bucket, entry, BucketEntry::join));
    return new BucketTable(all);
  }

  byte[] toBytes() {
    Output out = new Output(64 + 48 * entries.size()).putByte(FORMAT).putVarint(entries.size());
    entries.forEach(
        (bucket, entry) -> {
          out.putString(bucket);
          entry.writeTo(out);
        });
    return out.toBytes();
  }

  /**
   * @throws MalformedException if {@code bytes} are damaged
   */
  static BucketTable of(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("bucket properties of format " + format);
    }
    SortedMap<String, BucketEntry> entries = new TreeMap<>();
    try {
      for (int left = in.getCount(11); left > 0; left--) {
        entries.put(in.getString(), BucketEntry.read(in));
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
    in.expectEnd();
    return new BucketTable(entries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketTable that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "BucketTable" + entries.keySet();
  }
}
