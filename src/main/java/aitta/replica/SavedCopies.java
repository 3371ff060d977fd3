package aitta.replica;

import aitta.peer.RangeMessage.DeadKey;
import java.util.List;

/** What whoever reads the tables of copies, and is no copy itself, has to know of their rows. */
public final class SavedCopies {
  private SavedCopies() {}

  /**
   * How many reclaims a copy has applied.
   *
   * @param note of its table's mark
   */
  public static long reclaimsOf(byte[] note) {
    return CopyNote.decode(note).reclaims();
  }

  /** How many keys it has. */
  public static long keysOf(byte[] note) {
    return CopyNote.decode(note).figures().keys();
  }

  /** The name of the row for {@link #lastReclaim}. */
  public static byte[] reclaimRow() {
    return Rows.RECLAIM.clone();
  }

  /**
   * What the last reclaim has forgotten.
   *
   * @param row null where there was none
   */
  public static List<DeadKey> lastReclaim(byte[] row) {
    return Reclaim.decode(row).keys();
  }
}
