package aitta.bucket;

/** So many buckets have had properties of their own that no further one can. */
public final class TooManyBucketsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyBucketsException(int limit) {
    super(limit + " buckets have had properties of their own; no more can");
  }
}
