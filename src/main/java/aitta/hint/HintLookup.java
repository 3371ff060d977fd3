package aitta.hint;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.RangeMessage;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.version.Siblings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Finds hints, on disk and on their way there. Used by the hint store's thread. */
final class HintLookup {
  private final RowStore store;
  private final Supplier<TableId> table;
  private final Supplier<HintState> state;

  /**
   * @param table the one that is in use
   * @param state of the present start of the store's log
   */
  HintLookup(RowStore store, Supplier<TableId> table, Supplier<HintState> state) {
    this.store = store;
    this.table = table;
    this.state = state;
  }

  /** The hint as it will be once everything is written; null for none. */
  Hint newest(HintId id) {
    Hint pending = state.get().pending(id);
    return pending != null ? pending : stored(id);
  }

  /** The hint on disk; null for none. */
  Hint stored(HintId id) {
    byte[] row = store.get(table.get(), id.row());
    return row == null ? null : Hint.decode(row);
  }

  /** What the hints for any of these owners say together. */
  static Siblings together(Key key, List<NodeId> owners, Function<HintId, Hint> hints) {
    Siblings known = Siblings.EMPTY;
    for (NodeId owner : owners) {
      Hint hint = hints.apply(new HintId(owner, key));
      known = hint == null ? known : known.join(hint.siblings());
    }
    return known;
  }

  /** How many hints there are on disk. Looks at names alone; some hundred thousand a second. */
  static Map<NodeId, Long> count(HintRows rows) {
    Map<NodeId, Long> counts = new TreeMap<>();
    rows.walk(
        new byte[0],
        null,
        false,
        (id, hint, bytes) -> {
          counts.merge(id.target(), 1L, Long::sum);
          return true;
        });
    return counts;
  }

  /** Of which keys there is a hint, for whomever. */
  RangeMessage.HeldHints about(RangeMessage.HintsAbout question) {
    Collection<NodeId> targets = state.get().targets();
    List<Key> keys = question.keys();
    return new RangeMessage.HeldHints(
        question.id(),
        IntStream.range(0, keys.size()).filter(i -> isHeld(keys.get(i), targets)).toArray());
  }

  private boolean isHeld(Key key, Collection<NodeId> targets) {
    for (NodeId target : targets) {
      HintId id = new HintId(target, key);
      Hint hint = newest(id);
      // One that was delivered is gone only when that is on disk.
      if (hint != null && !hint.isDelivered() || stored(id) != null) {
        return true;
      }
    }
    return false;
  }
}
