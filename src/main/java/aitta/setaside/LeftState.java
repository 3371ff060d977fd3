package aitta.setaside;

import aitta.hint.SavedHints;
import aitta.journal.LeftJournal;
import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.replica.Rows;
import aitta.replica.RowsChanged;
import aitta.replica.SavedCopies;
import aitta.storage.SavedState;
import aitta.storage.Scan;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/** The state of a data directory that was set aside, with all that its journal had. */
final class LeftState implements AutoCloseable {
  /** Told of each set. */
  interface Visitor {
    void visit(Key key, Siblings siblings) throws InterruptedException;
  }

  private final SavedState state;
  private final Map<Integer, TableId> copies = new TreeMap<>();

  private LeftState(SavedState state) {
    this.state = state;
    state.marks().keySet().stream()
        .sorted()
        .filter(table -> table.kind() == TableId.RANGE)
        .forEach(table -> copies.put(table.range(), table)); // the last one is in use
  }

  /**
   * Brings to the state what only the journal has, and opens it.
   *
   * @throws RuntimeException if it cannot be read
   */
  static LeftState open(Path folder, StateSettings settings, ClassicActorSystemProvider system)
      throws InterruptedException {
    Path path = folder.resolve("state");
    LeftJournal journal = LeftJournal.open(folder.resolve("journal"), system);
    try (StateStore store = StateStore.open(path, settings)) {
      for (String id : journal.ids()) {
        apply(journal, id, store);
      }
    }
    return new LeftState(SavedState.open(path));
  }

  private static void apply(LeftJournal journal, String id, StateStore store)
      throws InterruptedException {
    TableId table = TableId.parse(id);
    long[] next = {store.mark(table).map(TableMark::seqNr).orElse(0L) + 1};
    journal.replay(
        id,
        next[0],
        (seqNr, event) -> {
          if (seqNr != next[0] || !(event instanceof RowsChanged rows)) {
            return false; // of a table that was dropped
          }
          store.apply(table, next[0]++, rows.changes(), rows.note());
          return true;
        });
  }

  /** The ranges of which there is a copy. */
  Iterable<Integer> ranges() {
    return copies.keySet();
  }

  /**
   * How many reclaims the copy of a range has applied; 0 without a copy: of what was kept for
   * others nothing is known but that no delete was forgotten where none ever was.
   */
  long reclaims(int range) {
    TableId table = copies.get(range);
    return table == null ? 0 : SavedCopies.reclaimsOf(state.marks().get(table).note());
  }

  void hints(Visitor visitor) throws InterruptedException {
    SavedHints.<InterruptedException>read(state, visitor::visit);
  }

  /**
   * Visits the keys of a copy that are in other leaves than the owner's.
   *
   * @param ranges Q
   * @param theirs the owner's
   */
  void differences(int range, int ranges, long[] theirs, Visitor visitor)
      throws InterruptedException {
    TableId table = copies.get(range);
    long[] leaves = SavedCopies.leaves(state, table, ranges);
    try (Scan scan = state.scan(table, Rows.FIRST_KEY, null)) {
      while (scan.next()) {
        Key key = Rows.keyOf(scan.row());
        int leaf = MerkleTree.leafOf(key.token(), ranges, leaves.length);
        if (theirs.length != leaves.length || leaves[leaf] != theirs[leaf]) {
          visitor.visit(key, SiblingsFormat.decode(scan.value()));
        }
      }
    }
  }

  @Override
  public void close() {
    state.close();
  }
}
