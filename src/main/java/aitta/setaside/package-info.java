/**
 * What a removed node had and nobody else has, brought back when the node is. Its data directory is
 * set aside, for it knows nothing of what came after; but it may hold writes that it took while it
 * was cut off, acknowledged by it alone. Dynamo, SOSP 2007, has no such case: there a node that was
 * removed does not come back with its old data.
 *
 * <p>The new node reads what was set aside: the hints, and of each copy the keys in which it
 * differs from an owner of today. A set of which the owners know all is passed over. The others are
 * joined by the owners, as a restore from a backup does it: versions that theirs cover drop out by
 * themselves, so that doing it again, after a crash or when owners were silent, does no harm.
 *
 * <p>The danger is a version whose delete was forgotten. As long as the node was a member nothing
 * was reclaimed without its word ({@link aitta.antientropy}), afterwards it was. So a set is
 * brought back only where no tombstone can have covered it that is reclaimed by now, which {@link
 * aitta.setaside.Offer} finds in one of three ways:
 *
 * <ul>
 *   <li>It holds tombstones alone. These bring nothing back, and what they delete was known to the
 *       node that wrote them.
 *   <li>The range's reclaim mark is that of the old copy, or 0: nothing in the range was forgotten
 *       since. The mark is asked after the set, so that it speaks of the time when the owner had
 *       not got what the set has.
 *   <li>The versions that the owner lacks are younger than the grace of tombstones. Whoever deletes
 *       a version has seen it, and so writes with a later hybrid time; and that tombstone is kept
 *       for the grace at least. Clocks enter here, with the greatest skew that nodes adopt.
 * </ul>
 *
 * <p>What is left has been written longer ago than the grace, in a range in which something was
 * forgotten since: a delete of just this may be among it, by a client that read the version where
 * it was. It stays where it is, and is written into the folder once more as lines that the verb
 * {@code import} reads ({@link aitta.setaside.LeftBehind}), for an operator to decide; the log says
 * so as an error. Between asking and storing lie seconds, less than the settle time that reclaiming
 * gives to writes on their way.
 *
 * <p>Invariants: nothing in a folder that was set aside is deleted; a folder counts as done only
 * when each of its sets is known to the owners, on disk at a quorum of them, or among those lines.
 */
package aitta.setaside;
