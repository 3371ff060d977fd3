package aitta.storage;

import java.util.Arrays;

/**
 * How far a table has come: its rows are the result of all its events up to {@code seqNr}.
 *
 * @param seqNr the sequence number of the last event applied, 1 or more
 * @param note what the writer keeps beside it (counters, say), opaque here; at most {@link
 *     #MAX_NOTE_BYTES}. Shared, not copied.
 */
public record TableMark(long seqNr, byte[] note) {
  /** Each batch writes the note again, and each open table holds it in memory: keep it small. */
  public static final int MAX_NOTE_BYTES = 2048;

  public TableMark {
    if (seqNr < 1) {
      throw new IllegalArgumentException("sequence numbers start at 1, not at " + seqNr);
    }
    if (note.length > MAX_NOTE_BYTES) {
      throw new IllegalArgumentException(
          "a note has at most " + MAX_NOTE_BYTES + " bytes, not " + note.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableMark that && seqNr == that.seqNr && Arrays.equals(note, that.note);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(seqNr) + Arrays.hashCode(note);
  }

  @Override
  public String toString() {
    return "TableMark[seqNr=" + seqNr + ", note of " + note.length + " bytes]";
  }
}
