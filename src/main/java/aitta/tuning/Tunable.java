package aitta.tuning;

import aitta.config.LogSettings.Level;
import aitta.config.Settings;
import aitta.config.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be changed while nodes run; each is named as in the configuration. */
public enum Tunable {
  HINT_RATE("hint.rate", Form.RATE),
  HINT_BATCH_COUNT("hint.batch-count", Form.HINTS),
  REPAIR_RATE("repair.rate", Form.RATE),
  REPAIR_CONCURRENCY("repair.concurrency", Form.CONCURRENCY),
  HANDOVER_RATE("handover.rate", Form.RATE),
  HANDOVER_CONCURRENCY("handover.concurrency", Form.CONCURRENCY),
  LOG_LEVEL("log.level", Form.LEVEL);

  /** Begins the names of the levels of single loggers: {@code log.level.aitta.hint}. */
  public static final String LOGGER = "log.level.";

  private static final Pattern LOGGER_NAME = Pattern.compile("[A-Za-z0-9_.$-]{1,128}");

  private enum Form {
    RATE,
    HINTS,
    CONCURRENCY,
    LEVEL
  }

  private final String key;
  private final Form form;

  Tunable(String key, Form form) {
    this.key = key;
    this.form = form;
  }

  public String key() {
    return key;
  }

  /** The values of a node that was told nothing. */
  static Map<String, String> of(Settings settings) {
    Map<String, String> own = new TreeMap<>();
    own.put(HINT_RATE.key, Sizes.format(settings.hint().rateBytesPerSecond()));
    own.put(HINT_BATCH_COUNT.key, Integer.toString(settings.hint().batchCount()));
    own.put(REPAIR_RATE.key, Sizes.format(settings.repair().rateBytesPerSecond()));
    own.put(REPAIR_CONCURRENCY.key, Integer.toString(settings.repair().concurrency()));
    own.put(HANDOVER_RATE.key, Sizes.format(settings.handover().rateBytesPerSecond()));
    own.put(HANDOVER_CONCURRENCY.key, Integer.toString(settings.handover().concurrency()));
    own.put(LOG_LEVEL.key, settings.log().level().name().toLowerCase(Locale.ROOT));
    return own;
  }

  /** Whether its values are numbers. */
  public static boolean isNumber(String key) {
    return find(key)
        .filter(one -> one.form == Form.HINTS || one.form == Form.CONCURRENCY)
        .isPresent();
  }

  /** Whether there is a setting of that name. */
  public static boolean isKnown(String key) {
    return find(key).isPresent() || isLogger(key);
  }

  private static boolean isLogger(String key) {
    return key.startsWith(LOGGER) && LOGGER_NAME.matcher(key.substring(LOGGER.length())).matches();
  }

  private static Optional<Tunable> find(String key) {
    return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
  }

  /** The names, for whoever has got one wrong. */
  public static List<String> keys() {
    List<String> keys =
        new ArrayList<>(Arrays.stream(values()).map(one -> one.key).sorted().toList());
    keys.add(LOGGER + "<logger>");
    return keys;
  }

  /**
   * @param key one that is known
   * @return what would be right; null where {@code value} is
   */
  public static String wrong(String key, String value) {
    Form form = find(key).map(one -> one.form).orElse(Form.LEVEL);
    switch (form) {
      case RATE:
        return isWithin(bytes(value), 64L << 10, 10L << 30)
            ? null
            : "a size from 64KiB to 10GiB, such as 16MiB";
      case HINTS:
        return isWithin(number(value), 1, 10_000) ? null : "a number from 1 to 10000";
      case CONCURRENCY:
        return isWithin(number(value), 1, 64) ? null : "a number from 1 to 64";
      default:
        return level(value) != null
            ? null
            : "one of "
                + Arrays.stream(Level.values())
                    .map(level -> level.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
    }
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
  }

  private static long bytes(String text) {
    try {
      return Sizes.parse(text);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static Level level(String text) {
    return Arrays.stream(Level.values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElse(null);
  }
}
