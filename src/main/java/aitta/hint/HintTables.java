package aitta.hint;

import aitta.storage.RowStore;
import aitta.storage.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The table that the hints of a node are in, and those before it that could not be read back: what
 * is still readable of these goes over into the one in use, and then they are dropped. Used by one
 * thread.
 */
final class HintTables {
  private static final int ENOUGH = 256;
  private static final int ENOUGH_BYTES = 1 << 20;

  private final RowStore store;
  private final Consumer<String> operator;
  private final Consumer<TableId> discard;
  private final List<TableId> aside;
  private TableId inUse;
  private byte[] after = new byte[0]; // in the first of those that were set aside
  private boolean isReadOut;
  private int count;
  private int bytes;

  /**
   * @param tables in order; the last one is in use
   * @param operator told once of each place that cannot be read
   * @param discard drops a table of which nothing is needed any more
   */
  HintTables(
      RowStore store, List<TableId> tables, Consumer<String> operator, Consumer<TableId> discard) {
    this.store = store;
    this.operator = operator;
    this.discard = discard;
    this.inUse = tables.get(tables.size() - 1);
    this.aside = new ArrayList<>(tables.subList(0, tables.size() - 1));
  }

  TableId inUse() {
    return inUse;
  }

  /** An empty one takes the place of the one in use, which cannot be read back as a whole. */
  void replace() {
    aside.add(inUse);
    inUse = inUse.next();
    beginAnew();
  }

  /** What had not gone to disk of the table in use goes over once more. */
  void beginAnew() {
    after = new byte[0];
    isReadOut = false;
  }

  /** Whether hints may be missing that are still to be found in an earlier table. */
  boolean isSalvaging() {
    return !aside.isEmpty();
  }

  /**
   * Reads the next few.
   *
   * @param written whether all is on disk that was kept before
   */
  void salvage(boolean written, BiConsumer<HintId, Hint> keep) {
    TableId table = aside.get(0);
    if (isReadOut) {
      if (written) {
        store.flush(); // a start must find the one in use before it misses this one
        aside.remove(0);
        beginAnew();
        discard.accept(table);
      }
      return;
    }
    count = 0;
    bytes = 0;
    byte[] last =
        new HintRows(store, () -> table, operator)
            .walk(
                after.length == 0 ? after : HintRows.behind(after),
                null,
                true,
                (id, hint, size) -> {
                  keep.accept(id, hint);
                  bytes += size;
                  return ++count < ENOUGH && bytes < ENOUGH_BYTES;
                });
    isReadOut = last == null;
    after = last == null ? after : last;
  }
}
