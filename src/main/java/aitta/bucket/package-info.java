/**
 * What requests to a bucket mean where they do not say so themselves, known at every node.
 *
 * <p>Invariants: of all that was ever said of a bucket the newest holds, at every node that has
 * heard of it, in whatever order; what a client was told is on a disk. Properties never take part
 * in joining versions.
 *
 * <p>The paper has no such thing: Dynamo is configured for each application that owns one.
 */
package aitta.bucket;
