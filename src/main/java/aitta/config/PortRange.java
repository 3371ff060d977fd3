package aitta.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ports from one to another, both inclusive. */
public record PortRange(int from, int to) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  public PortRange {
    if (from < 1 || to > 65535 || from > to) {
      throw new IllegalArgumentException(
          "must be two ports from 1 to 65535, the lower one first, such as 7700-7799");
    }
  }

  /**
   * Reads {@code 7700-7799}, or {@code 7700} alone.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static PortRange parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a range of ports, such as 7700-7799");
    }
    int from = Integer.parseInt(matcher.group(1));
    return new PortRange(
        from, matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2)));
  }

  public IntStream ports() {
    return IntStream.rangeClosed(from, to);
  }

  @Override
  public String toString() {
    return from == to ? Integer.toString(from) : from + "-" + to;
  }
}
