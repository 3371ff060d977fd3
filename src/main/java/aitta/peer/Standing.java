package aitta.peer;

/**
 * How an owner's copy of a range stands.
 *
 * @param life drawn at random when the copy was made: a copy that was lost and filled again has
 *     another one
 * @param seqNr of its last event that is on disk
 * @param reclaims number of the last reclaim that it has applied
 * @param fit whether it has everything that strict reads need; see {@link aitta.replica}
 */
public record Standing(long life, long seqNr, long reclaims, boolean fit) {}
