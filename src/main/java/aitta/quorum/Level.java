package aitta.quorum;

import java.util.Optional;

/**
 * How many replicas a request wants to hear from: a number, or a word whose number depends on how
 * many owners the key's range has. Dynamo, SOSP 2007, section 4.5: R and W.
 *
 * @param number 1 to 16, or one of the negative marks behind {@link #QUORUM} and {@link #ALL}
 */
public record Level(int number) {
  public static final int MAX_REPLICAS = 16;
  public static final Level ONE = new Level(1);
  public static final Level QUORUM = new Level(-1);
  public static final Level ALL = new Level(-2);

  public Level {
    if (number < -2 || number == 0 || number > MAX_REPLICAS) {
      throw new IllegalArgumentException("a level is 1 to 16, not " + number);
    }
  }

  /**
   * Reads {@code one}, {@code quorum}, {@code all}, or a number from 1 to {@code replicas}.
   *
   * @return empty where {@code text} is none of these
   */
  public static Optional<Level> parse(String text, int replicas) {
    switch (text) {
      case "one":
        return Optional.of(ONE);
      case "quorum":
        return Optional.of(QUORUM);
      case "all":
        return Optional.of(ALL);
      default:
        if (!text.matches("[1-9][0-9]?")) {
          return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number <= Math.min(replicas, MAX_REPLICAS)
            ? Optional.of(new Level(number))
            : Optional.empty();
    }
  }

  /** The number of replies wanted where the range has {@code n} owners: 1 to n. */
  public int of(int n) {
    if (number == QUORUM.number) {
      return n / 2 + 1;
    }
    return number == ALL.number ? n : Math.min(number, n);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (number < 0) {
      return number == ALL.number ? "all" : "quorum";
    }
    return number == 1 ? "one" : Integer.toString(number);
  }
}
