package aitta.replica;

import aitta.merkle.MerkleTree;
import aitta.peer.RangeMessage.DeadKey;
import aitta.storage.SavedState;
import aitta.storage.Scan;
import aitta.storage.TableId;
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

  /**
   * The hashes of the leaves of a copy's tree.
   *
   * @param ranges Q
   */
  public static long[] leaves(SavedState state, TableId table, int ranges) {
    long[] leaves = new long[MerkleTree.leavesFor(ranges)];
    try (Scan scan = state.scan(table, Rows.leaves(), Rows.behind(Rows.leaves()))) {
      while (scan.next()) {
        leaves[Rows.leafOf(scan.row())] = Rows.hash(scan.value());
      }
    }
    return leaves;
  }
}
