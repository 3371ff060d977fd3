package aitta.config;

import java.time.Duration;

/**
 * Versions kept for owners that cannot be reached.
 *
 * @param maxBytes of all hints of this node
 * @param maxAge past which a hint is left to anti-entropy, if an owner holds its version
 * @param batchBytes delivered at once; a larger version goes alone
 * @param batchCount versions delivered at once
 * @param rateBytesPerSecond to one owner
 * @param deliveryInterval between attempts while hints are left
 */
public record HintSettings(
    long maxBytes,
    Duration maxAge,
    int batchBytes,
    int batchCount,
    long rateBytesPerSecond,
    Duration deliveryInterval) {

  public HintSettings {
    Check.size("aitta.hint.max-size", maxBytes, "1MiB", "1TiB");
    Check.duration("aitta.hint.max-age", maxAge, "1s", "30d");
    Check.size("aitta.hint.batch-bytes", batchBytes, "64KiB", "64MiB");
    Check.within("aitta.hint.batch-count", batchCount, 1, 10_000);
    Check.size("aitta.hint.rate", rateBytesPerSecond, "64KiB", "10GiB");
    Check.duration("aitta.hint.delivery-interval", deliveryInterval, "100ms", "10m");
  }

  static HintSettings read(SettingReader reader) {
    return new HintSettings(
        reader.size("aitta.hint.max-size"),
        reader.duration("aitta.hint.max-age"),
        reader.smallSize("aitta.hint.batch-bytes"),
        reader.integer("aitta.hint.batch-count"),
        reader.size("aitta.hint.rate"),
        reader.duration("aitta.hint.delivery-interval"));
  }
}
