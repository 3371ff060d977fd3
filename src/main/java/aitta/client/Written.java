package aitta.client;

/**
 * A write that was acknowledged.
 *
 * @param etag of the new version, without quotes; null for a delete
 * @param context covers what the write superseded and the write itself, nothing else: the next
 *     write of this writer may go {@link WriteOptions#after} it without a read between
 */
public record Written(String etag, String context) {}
