package aitta.setaside;

import aitta.version.HybridTime;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.List;

/** What is to be done with a set that was set aside. */
enum Offer {
  /** Owners know all of it. */
  KNOWN,
  /** It is to be joined by the owners. */
  WANTED,
  /** What deleted it may be forgotten. */
  UNPROVEN;

  /**
   * Decides.
   *
   * @param held as it was set aside
   * @param known what an owner has
   * @param oldMark how many reclaims the copy beside it had applied; 0 without one
   * @param mark how many that owner had, after it was asked for what it has
   * @param keptSinceMillis tombstones written since then cannot have been reclaimed
   */
  static Offer of(Siblings held, Siblings known, long oldMark, long mark, long keptSinceMillis) {
    if (held.isEmpty() || known.summary().includes(held.summary())) {
      return KNOWN;
    }
    List<Version> missing =
        held.versions().stream()
            .filter(version -> !version.deleted() && !known.context().covers(version.dot()))
            .toList();
    boolean isYoung =
        missing.stream()
            .allMatch(version -> HybridTime.millis(version.timestamp()) > keptSinceMillis);
    return isYoung || oldMark == mark ? WANTED : UNPROVEN;
  }
}
