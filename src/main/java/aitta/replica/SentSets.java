package aitta.replica;

import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.HashMap;
import java.util.Map;

/**
 * The sets that a copy sent out with what it minted since its start, while it was not fit. From
 * these it mints, and not from the rows that it found on its disk: those may be older than a delete
 * that the other owners have reclaimed since, and whoever is sent such a row with a new version
 * takes it in, for nothing is left to tell that it was deleted. What was found stays on this disk
 * until an exchange, where the marks of both copies decide about it.
 *
 * <p>No dot is missing from what is sent: every dot that this start's writer made of a key is in
 * the key's set here. So where there is no room for another set, all are forgotten, and the copy
 * has to mint under a fresh writer id from then on.
 */
final class SentSets {
  /** Of memory, about: each range of a node may have as much for as long as it is not fit. */
  static final long MAX_BYTES = 256 << 10;

  private static final int OVERHEAD_BYTES = 400;

  private final Map<Key, Siblings> sets = new HashMap<>();
  private long bytes;

  /** Empty where nothing was minted of the key. */
  Siblings of(Key key) {
    return sets.getOrDefault(key, Siblings.EMPTY);
  }

  /**
   * The set that was minted of a key last.
   *
   * @return false where there was no room for it: nothing is kept
   */
  boolean keep(Key key, Siblings set) {
    Siblings before = sets.put(key, set);
    bytes += bytes(key, set) - (before == null ? 0 : bytes(key, before));
    boolean fits = bytes <= MAX_BYTES;
    if (!fits) {
      clear();
    }
    return fits;
  }

  private static long bytes(Key key, Siblings set) {
    return OVERHEAD_BYTES + key.name().length + SiblingsFormat.sizeBound(set);
  }

  void clear() {
    sets.clear();
    bytes = 0;
  }
}
