/**
 * Buckets on their way into files and back: as lines of JSON, or as tar archives.
 *
 * <p>The way out: keys are listed with their sizes, their values fetched in batches of bounded
 * size, several at the same time, and written in the order of the listing. The way in: records are
 * read, written in such batches, and, if wanted, read back and compared.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Memory is bounded by batches in flight, whatever the number of keys.
 *   <li>What a {@link aitta.cli.transfer.Checkpoint} counts as done is done: records are counted in
 *       order, behind the answer of the cluster or the write to the disk. Going on from one repeats
 *       at most what was in flight, which does no harm.
 *   <li>It ends complete, or with a failure that names the key and can be gone on from.
 * </ul>
 */
package aitta.cli.transfer;
