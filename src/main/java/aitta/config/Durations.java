package aitta.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as settings and requests write them: an integer and a unit, {@code 250ms}, {@code 7d}.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

  /** From the largest down, so that the first that divides is the shortest form. */
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("m", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
    UNITS.put("ms", ChronoUnit.MILLIS);
  }

  private Durations() {}

  /**
   * @throws IllegalArgumentException if {@code text} is not of this form, or above 292 million
   *     years
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be an integer and one of ms, s, m, h, d, such as 250ms or 30s");
    }
    try {
      Duration duration =
          Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
      duration.toMillis();
      return duration;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is longer than any duration can be", e);
    }
  }

  /** The shortest text that {@link #parse} reads as {@code duration}, which is in whole ms. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
      long unitMillis = unit.getValue().getDuration().toMillis();
      if (millis != 0 && millis % unitMillis == 0) {
        return millis / unitMillis + unit.getKey();
      }
    }
    return "0s";
  }
}
