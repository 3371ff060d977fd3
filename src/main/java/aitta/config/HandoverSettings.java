package aitta.config;

/**
 * Ranges that move to another owner.
 *
 * @param rateBytesPerSecond that this node may send
 * @param concurrency ranges handed over at once
 */
public record HandoverSettings(long rateBytesPerSecond, int concurrency) {
  public HandoverSettings {
    Check.size("aitta.handover.rate", rateBytesPerSecond, "64KiB", "10GiB");
    Check.within("aitta.handover.concurrency", concurrency, 1, 64);
  }

  static HandoverSettings read(SettingReader reader) {
    return new HandoverSettings(
        reader.size("aitta.handover.rate"), reader.integer("aitta.handover.concurrency"));
  }
}
