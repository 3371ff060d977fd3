package aitta.config;

import java.time.Duration;

/**
 * How deletes are remembered.
 *
 * @param grace least time that a tombstone is kept; age alone never reclaims it
 */
public record TombstoneSettings(Duration grace) {
  public TombstoneSettings {
    Check.duration("aitta.tombstone.grace", grace, "1s", "365d");
  }

  static TombstoneSettings read(SettingReader reader) {
    return new TombstoneSettings(reader.duration("aitta.tombstone.grace"));
  }
}
