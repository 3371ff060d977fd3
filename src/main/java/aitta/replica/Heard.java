package aitta.replica;

/**
 * The latest state of another owner's copy that this node has heard of.
 *
 * @param life of that copy
 * @param seqNr of the last event that it said was on its disk
 * @param nth how many lives this node had heard of by then; 0 where nobody counted
 */
public record Heard(long life, long seqNr, long nth) {}
