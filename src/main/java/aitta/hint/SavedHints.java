package aitta.hint;

import aitta.model.Key;
import aitta.storage.SavedState;
import aitta.storage.Scan;
import aitta.version.Siblings;

/** Reads hints where no {@link HintStore} is at work: from a checkpoint. */
public final class SavedHints {
  /** Told of each hint. */
  public interface Visitor<E extends Exception> {
    void visit(Key key, Siblings siblings) throws E;
  }

  private SavedHints() {}

  /**
   * @throws aitta.codec.MalformedException if one makes no sense
   */
  public static <E extends Exception> void read(SavedState state, Visitor<E> visitor) throws E {
    try (Scan scan = state.scan(HintStore.TABLE, new byte[0], null)) {
      while (scan.next()) {
        Hint hint = Hint.decode(scan.value());
        if (!hint.isDelivered()) {
          visitor.visit(HintId.ofRow(scan.row()).key(), hint.siblings());
        }
      }
    }
  }
}
