package aitta.client;

import aitta.api.BucketDocument;
import aitta.api.BucketPage;
import aitta.api.DeletionReport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Buckets: which there are, their properties, their keys. A bucket exists by being used. */
public final class Buckets {
  private static final int PAGE = 1000;

  private final AsyncBuckets async;

  Buckets(AsyncBuckets async) {
    this.async = async;
  }

  /**
   * The names of all buckets, fetched as the stream is read.
   *
   * @param prefix that they begin with; null for any
   */
  public Stream<String> list(String prefix) {
    return stream(
        new Listing<BucketPage, String>(
            cursor -> async.page(prefix, cursor, PAGE), BucketPage::buckets, BucketPage::next));
  }

  /** The properties of a bucket: the defaults, if it was never used. */
  public BucketDocument properties(String bucket) {
    return Stages.await(async.properties(bucket));
  }

  /** Changes some of them, and tells all. Reaches every reachable node within 5 s. */
  public BucketDocument change(String bucket, BucketChange change) {
    return Stages.await(async.change(bucket, change));
  }

  /** Puts the defaults back. The keys stay. */
  public void reset(String bucket) {
    Stages.await(async.reset(bucket));
  }

  /** All keys, see {@link #keys(String, ListOptions)}. */
  public Stream<ListedKey> keys(String bucket) {
    return keys(bucket, ListOptions.DEFAULT);
  }

  /**
   * The keys of a bucket in byte order, fetched page by page as the stream is read: two pages are
   * in memory at most. It may lag writes by a few seconds. The stream fails with an {@link
   * AittaException} if the cluster cannot tell all; a new one {@link ListOptions#after after} the
   * last key goes on from there. To be closed where it is not read to its end.
   */
  public Stream<ListedKey> keys(String bucket, ListOptions options) {
    return stream(
        new Listing<ListingPage, ListedKey>(
            cursor -> async.keys(bucket, options, cursor), ListingPage::keys, ListingPage::next));
  }

  /**
   * The same as one answer of the cluster that is read line by line, of as many keys as there may
   * be: a buffer's worth is in memory. For long listings it is less work for both sides. Where the
   * answer breaks off, as when its node dies, another one goes on behind the last key; the stream
   * fails with an {@link AittaException} only if that does not help. To be closed where it is not
   * read to its end.
   */
  public Stream<ListedKey> scan(String bucket, ListOptions options) {
    Scan scan = async.scan(bucket, options);
    return StreamSupport.stream(scan, false).onClose(scan::close);
  }

  /**
   * Begins to delete all keys that begin so, in the background.
   *
   * @param prefix null for all keys
   * @return where its progress is told; null where the cluster does not say
   */
  public String deleteKeys(String bucket, byte[] prefix) {
    return Stages.await(async.deleteKeys(bucket, prefix));
  }

  /**
   * How far a deletion has come.
   *
   * @param place as {@link #deleteKeys} gave it
   */
  public DeletionReport deletion(String place) {
    return Stages.await(async.deletion(place));
  }

  private static <T> Stream<T> stream(Listing<?, T> listing) {
    return StreamSupport.stream(listing, false).onClose(listing::close);
  }
}
