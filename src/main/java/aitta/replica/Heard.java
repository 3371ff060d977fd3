package aitta.replica;

/**
 * The latest state of another owner's copy that this node has heard of.
 *
 * @param life of that copy
 * @param seqNr of the last event that it said was on its disk
 */
public record Heard(long life, long seqNr) {}
