package aitta.replica;

import aitta.model.Key;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.Set;

/** The sets of a copy's keys, by what is on disk and what is on its way there. */
final class CopySets {
  private final TableId table;
  private final RowStore store;
  private final ReplicaState state;
  private final RowCache.OfCopy cache;

  CopySets(TableId table, RowStore store, ReplicaState state, RowCache.OfCopy cache) {
    this.table = table;
    this.store = store;
    this.state = state;
    this.cache = cache;
  }

  /** With what is still to be written. */
  Siblings newest(Key key) {
    Siblings pending = state.pending(key);
    if (pending != null) {
      return pending;
    }
    Siblings known = cache.get(key);
    return known != null ? known : decoded(key);
  }

  /** On disk; kept in memory for the next time, as whoever fetches a key fetches it again. */
  Siblings stored(Key key) {
    Siblings known = cache.get(key);
    if (known == null) {
      known = decoded(key);
      cache.put(key, known);
    }
    return known;
  }

  /** Others of these keys are on disk now. */
  void written(Set<Key> keys) {
    keys.forEach(cache::drop);
  }

  private Siblings decoded(Key key) {
    byte[] row = store.get(table, Rows.of(key));
    return row == null ? Siblings.EMPTY : SiblingsFormat.decode(row);
  }
}
