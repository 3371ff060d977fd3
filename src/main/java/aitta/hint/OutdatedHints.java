package aitta.hint;

import org.slf4j.Logger;

/**
 * Hints of which those that reclaimed tombstones were not told, because they were in a copy of this
 * directory or in a table that could not be read: what they say may be deleted since.
 */
final class OutdatedHints {
  private final HintSetup setup;
  private final Logger log;

  OutdatedHints(HintSetup setup, Logger log) {
    this.setup = setup;
    this.log = log;
  }

  /** Drops those of a copied directory. */
  void dropFrom(HintState state, HintRows rows) {
    if (setup.copied()) {
      long[] dropped = new long[1];
      rows.walk(
          new byte[0],
          null,
          true,
          (id, hint, bytes) -> {
            if (!hint.isDelivered() && isOutdated(hint)) {
              dropped[0]++;
              state.delivered(id, hint, hint.siblings());
            }
            return true;
          });
      report(dropped[0], "this data directory is a copy");
    }
  }

  /** Takes the next few out of a table that was set aside, but for those. */
  void salvage(HintState state, HintTables tables, HintLookup lookup) {
    if (setup.budget().isExhausted() || setup.diskFull().getAsBoolean()) {
      return;
    }
    long[] dropped = new long[1];
    tables.salvage(
        state.unwrittenBytes() == 0,
        (id, hint) -> {
          if (isOutdated(hint)) {
            dropped[0]++;
          } else {
            state.keep(id, lookup.newest(id), hint.siblings(), hint.sinceMillis());
          }
        });
    report(dropped[0], "they may have been delivered before their table was damaged");
  }

  private boolean isOutdated(Hint hint) {
    return hint.sinceMillis() < setup.forgottenBeforeMillis().getAsLong();
  }

  private void report(long count, String why) {
    if (count > 0) {
      String detail = "and what they say may be deleted since";
      log.warn("{} old hints are dropped: {}, {}", count, why, detail);
    }
  }
}
