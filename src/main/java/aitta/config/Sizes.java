package aitta.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as settings write them: an integer and a unit, {@code 512B}, {@code 8KiB}, {@code 1GiB}.
 */
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(B|KiB|MiB|GiB|TiB)");

  /** Each is 1024 times the one before. */
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private Sizes() {}

  /**
   * @return bytes
   * @throws IllegalArgumentException if {@code text} is not of this form, or above 8 EiB
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be an integer and one of B, KiB, MiB, GiB, TiB, such as 8KiB");
    }
    long unit = 1L << (10 * UNITS.indexOf(matcher.group(2)));
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is larger than any size can be", e);
    }
  }

  /** The shortest text that {@link #parse} reads as {@code bytes}. */
  public static String format(long bytes) {
    long amount = bytes;
    int unit = 0;
    while (amount != 0 && amount % 1024 == 0 && unit < UNITS.size() - 1) {
      amount /= 1024;
      unit++;
    }
    return amount + UNITS.get(unit);
  }
}
