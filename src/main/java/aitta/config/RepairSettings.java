package aitta.config;

import java.time.Duration;

/**
 * Anti-entropy between owners.
 *
 * @param interval within which each pair of owners of a range compares it
 * @param rateBytesPerSecond that this node may send
 * @param concurrency ranges compared at once
 * @param lookAgainAfter how long a difference must last to be repaired
 */
public record RepairSettings(
    Duration interval, long rateBytesPerSecond, int concurrency, Duration lookAgainAfter) {
  public RepairSettings {
    Check.duration("aitta.repair.interval", interval, "1s", "7d");
    Check.size("aitta.repair.rate", rateBytesPerSecond, "64KiB", "10GiB");
    Check.within("aitta.repair.concurrency", concurrency, 1, 64);
    Check.duration("aitta.repair.look-again-after", lookAgainAfter, "10ms", "60s");
  }

  static RepairSettings read(SettingReader reader) {
    return new RepairSettings(
        reader.duration("aitta.repair.interval"),
        reader.size("aitta.repair.rate"),
        reader.integer("aitta.repair.concurrency"),
        reader.duration("aitta.repair.look-again-after"));
  }
}
