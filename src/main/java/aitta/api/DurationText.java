package aitta.api;

import java.time.Duration;

/**
 * Durations as the contract writes them: an integer and a unit, as in {@code 250ms} or {@code 7d}.
 */
public final class DurationText {
  private static final int MAX_DIGITS = 15; // as milliseconds of days still far from overflow

  private DurationText() {}

  /**
   * @return null where {@code text} is no duration, or one too long to be counted
   */
  public static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      return null;
    }
    long unit = unitMillis(text.substring(digits));
    long amount = Long.parseLong(text, 0, digits, 10);
    if (unit == 0 || amount > Long.MAX_VALUE / unit) {
      return null;
    }
    return Duration.ofMillis(amount * unit);
  }

  private static long unitMillis(String unit) {
    switch (unit) {
      case "ms":
        return 1;
      case "s":
        return 1_000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      case "d":
        return 86_400_000;
      default:
        return 0;
    }
  }

  /** The same time in the largest unit that leaves an integer; parts of a millisecond are cut. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (millis != 0 && millis % unitMillis(unit) == 0) {
        return millis / unitMillis(unit) + unit;
      }
    }
    return millis + "ms";
  }
}
