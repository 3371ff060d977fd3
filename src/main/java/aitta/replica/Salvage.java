package aitta.replica;

import aitta.codec.MalformedException;
import aitta.merkle.MerkleTree;
import aitta.peer.RangeMessage.KeySet;
import aitta.storage.RowScan;
import aitta.storage.RowStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.SiblingsFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads out of a damaged table what can still be read: the keys of one leaf after the other, each
 * by itself, so that damage costs no more than what it hit. Waits for the disk.
 */
final class Salvage {
  private static final int ENOUGH = 64;

  private final TableId table;
  private final RowStore store;
  private final int leaves;
  private int leaf;
  private long saved;
  private long unreadable;

  Salvage(TableId table, RowStore store, int ranges) {
    this.table = table;
    this.store = store;
    this.leaves = MerkleTree.leavesFor(ranges);
  }

  boolean isOver() {
    return leaf >= leaves;
  }

  /** What is readable of the next leaves, {@link #ENOUGH} keys or somewhat more. */
  List<KeySet> next() {
    List<KeySet> sets = new ArrayList<>();
    while (sets.size() < ENOUGH && !isOver()) {
      readLeaf(sets);
    }
    saved += sets.size();
    return sets;
  }

  private void readLeaf(List<KeySet> sets) {
    try (RowScan scan =
        store.scan(table, Rows.listed(leaf, new byte[0]), Rows.behindListed(leaf))) {
      while (scan.next()) {
        read(Rows.keyRowOfListed(scan.row()), sets);
      }
    } catch (StorageException | MalformedException e) {
      unreadable++; // the list itself, from here on
    }
    leaf++;
  }

  private void read(byte[] row, List<KeySet> sets) {
    try {
      byte[] value = store.get(table, row);
      if (value != null) {
        sets.add(new KeySet(Rows.keyOf(row), SiblingsFormat.decode(value)));
      }
    } catch (StorageException | MalformedException e) {
      unreadable++;
    }
  }

  @Override
  public String toString() {
    return saved + " keys of " + table + " were still readable, at " + unreadable + " places not";
  }
}
