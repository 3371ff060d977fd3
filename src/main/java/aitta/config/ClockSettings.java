package aitta.config;

import java.time.Duration;

/**
 * How far clocks are trusted.
 *
 * @param maxSkew timestamps further ahead of this node's clock are not adopted
 */
public record ClockSettings(Duration maxSkew) {
  public ClockSettings {
    Check.duration("aitta.clock.max-skew", maxSkew, "1s", "365d");
  }

  static ClockSettings read(SettingReader reader) {
    return new ClockSettings(reader.duration("aitta.clock.max-skew"));
  }
}
