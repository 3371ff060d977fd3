/**
 * A backup of the whole cluster while it works, and the way back from it into another cluster.
 *
 * <p>The node that is asked leads. Each node first looks whether it can, then makes a checkpoint of
 * its state, and once all have done so a second one; {@link aitta.backup.NodeBackup} does a node's
 * share, {@link aitta.backup.BackupLead} the rest. Both checkpoints are hard links to files that do
 * not change, so they cost little more than a flush.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>What was acknowledged before the backup began is in it: it was in the state of some node
 *       then, as an owner's row or as a hint. Where it stays, both checkpoints have it; where it
 *       moves to another node meanwhile, as a hint that is delivered or a range that is handed
 *       over, it leaves after the first checkpoint here, or was there before the second one. The
 *       first is kept only where something may have left.
 *   <li>No tombstone is reclaimed while a backup is under way, so copies that are fit differ by one
 *       reclaim at most, as they do among owners.
 *   <li>A node's share has its final name only when it is complete and on disk.
 *   <li>A restore joins: the sets go to the owners of the day with all that they know, so siblings,
 *       times and contexts stay what they were, and doing it twice does no harm.
 * </ul>
 *
 * <p>Not in Dynamo, SOSP 2007, whose stores live within one company's other safeguards.
 */
package aitta.backup;
