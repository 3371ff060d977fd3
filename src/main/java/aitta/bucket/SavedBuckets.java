package aitta.bucket;

import aitta.codec.MalformedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads properties of buckets as nodes keep them, where no {@link BucketKeeper} is at work. */
public final class SavedBuckets {
  private SavedBuckets() {}

  /**
   * @param kept by several nodes; an empty one keeps nothing
   * @return the newest of each bucket that has properties of its own
   * @throws MalformedException if bytes are damaged
   */
  public static Map<String, BucketProperties> properties(List<byte[]> kept) {
    BucketTable all = BucketTable.EMPTY;
    for (byte[] bytes : kept) {
      all = bytes.length == 0 ? all : all.mergeData(BucketTable.of(bytes));
    }
    Map<String, BucketProperties> properties = new TreeMap<>();
    all.entries()
        .forEach(
            (bucket, entry) -> {
              if (entry.properties() != null) {
                properties.put(bucket, entry.properties());
              }
            });
    return properties;
  }
}
