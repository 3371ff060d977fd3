/**
 * One owner's copy of one key range: what it takes in, mints and answers.
 *
 * <p>{@link aitta.replica.ReplicaState} decides, {@link aitta.replica.RangeReplica} drives it,
 * {@link aitta.replica.RowLog} makes it durable. The replica is two actors because a typed
 * event-sourced actor stashes commands while it persists: the replica keeps answering reads while
 * its log waits for the disk, and hands over all that has come in meanwhile as the next event. So
 * one fsync serves all that waited, without any waiting to make groups larger.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Reads answer what is on disk, never what may still be lost.
 *   <li>What is kept in memory of rows that were read ({@link aitta.replica.RowCache}) is what is
 *       on disk: a row goes from there before its write is acknowledged, and all with the start of
 *       the log that they were read under.
 *   <li>A writer id lives as long as one start of the log: after a crash or a failed persist the
 *       replica mints under a fresh one, because peers may hold dots that this copy has forgotten.
 *   <li>It mints from the newest set in memory, persisted or not, and sends the whole set: an entry
 *       {@code i:n} of a context claims every earlier dot of writer i on that key.
 *   <li>What a copy found on its disk it sends to nobody before it is fit ({@link
 *       aitta.replica.SentSets}), except by exchanges, which look at the marks first: it may have
 *       been deleted, and forgotten by the others.
 *   <li>An event holds the sets that result at this replica, so replay is a plain sequence of puts.
 *   <li>State is applied only after the journal confirmed the event, and during replay.
 * </ul>
 *
 * <p>Dynamo, SOSP 2007, section 4.3. Departure: the paper's storage engine takes single versions;
 * here a replica takes whole sets, since only a whole set can be joined without gaps.
 */
package aitta.replica;
