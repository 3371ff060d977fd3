package aitta.setaside;

import aitta.model.Key;
import aitta.version.Siblings;
import java.util.List;
import java.util.Map;

/** Who owns ranges now, as {@link Comeback} asks them. All calls wait, each for some seconds. */
interface OwnersOfToday {
  /** Nobody has answered who could. */
  final class SilentException extends Exception {
    private static final long serialVersionUID = 1L;

    SilentException(String message) {
      super(message);
    }
  }

  /**
   * What an owner had, and later how many reclaims it had applied.
   *
   * @param sets of those keys that it got to
   */
  record Known(Map<Key, Siblings> sets, long reclaims) {
    public Known {
      sets = Map.copyOf(sets);
    }
  }

  /** The leaves of an owner's tree. */
  long[] leaves(int range) throws SilentException, InterruptedException;

  /** At least one of the keys, where there is one. */
  Known known(int range, List<Key> keys) throws SilentException, InterruptedException;

  /** Returns when a quorum of owners has the set on disk. */
  void join(Map<Key, Siblings> sets) throws SilentException, InterruptedException;
}
