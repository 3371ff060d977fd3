package aitta.peer;

import aitta.ownership.Pledge;

/**
 * How an owner's copy of a range stands.
 *
 * @param life drawn at random when the copy was made, or was found to be behind; 0 while nobody has
 *     confirmed that the copy is as it was, for then it must not be noted by anyone
 * @param seqNr of its last event that is on disk
 * @param reclaims number of the last reclaim that it has applied
 * @param fit whether it has everything that strict reads need; see {@link aitta.replica}
 * @param promised the ballot below which it takes no conditional write; 0 for none. Whoever hears
 *     of it promises as much, so that a copy that was lost gets its promises back.
 * @param list version of the newest list of the range's owners that the copy knows; 0 for none
 * @param pledge what it has said about the successor of that list; taken over as promises are
 */
public record Standing(
    long life, long seqNr, long reclaims, boolean fit, long promised, int list, Pledge pledge) {
  /** Of whoever has no copy. */
  public static final Standing NONE = new Standing(0, 0, 0, false, 0, 0, Pledge.NONE);
}
