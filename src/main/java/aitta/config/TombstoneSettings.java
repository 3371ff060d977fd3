package aitta.config;

import java.time.Duration;

/**
 * How deletes are remembered.
 *
 * @param grace least time that a tombstone is kept; age alone never reclaims it
 * @param settleTime longer than any write, hint or repair is on its way
 */
public record TombstoneSettings(Duration grace, Duration settleTime) {
  public TombstoneSettings {
    Check.duration("aitta.tombstone.grace", grace, "1s", "365d");
    Check.duration("aitta.tombstone.settle-time", settleTime, "1s", "1h");
  }

  static TombstoneSettings read(SettingReader reader) {
    return new TombstoneSettings(
        reader.duration("aitta.tombstone.grace"), reader.duration("aitta.tombstone.settle-time"));
  }
}
