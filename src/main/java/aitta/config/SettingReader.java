package aitta.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes typed values out of the merged layers, and remembers which keys were asked for. */
final class SettingReader {
  private final Config merged;
  private final Set<String> read = new LinkedHashSet<>();

  SettingReader(Config merged) {
    this.merged = merged;
  }

  /** Every key read so far, in that order. */
  List<String> keys() {
    return new ArrayList<>(read);
  }

  Origin origin(String key) {
    return merged.hasPath(key) ? Origin.of(merged.getValue(key).origin()) : Origin.DEFAULT;
  }

  String text(String key) {
    read.add(key);
    try {
      return merged.getString(key).strip();
    } catch (ConfigException.Missing e) {
      throw new InvalidSettingException(key, null, "must have a value");
    } catch (ConfigException.WrongType e) {
      throw new InvalidSettingException(
          key, merged.getValue(key).unwrapped(), "must be a single value");
    }
  }

  /** A list, or one text with commas; blank entries are left out. */
  List<String> words(String key) {
    read.add(key);
    if (merged.hasPath(key) && merged.getValue(key).valueType() == ConfigValueType.LIST) {
      try {
        return merged.getStringList(key);
      } catch (ConfigException.WrongType e) {
        throw new InvalidSettingException(
            key, merged.getValue(key).unwrapped(), "must be a list of texts");
      }
    }
    return Arrays.stream(text(key).split(","))
        .map(String::strip)
        .filter(w -> !w.isEmpty())
        .toList();
  }

  int integer(String key) {
    return as(key, SettingReader::parseInteger);
  }

  double number(String key) {
    return as(key, SettingReader::parseNumber);
  }

  boolean flag(String key) {
    return choice(key, Flag.class) == Flag.TRUE;
  }

  Duration duration(String key) {
    return as(key, Durations::parse);
  }

  /** Bytes. */
  long size(String key) {
    return as(key, Sizes::parse);
  }

  /** Bytes of what is never near 2 GiB. */
  int smallSize(String key) {
    long size = size(key);
    if (size > Integer.MAX_VALUE) {
      throw new InvalidSettingException(key, Sizes.format(size), "is far too large");
    }
    return (int) size;
  }

  /** One of the constants of {@code type}, in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return as(
        key,
        text -> {
          for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
              return constant;
            }
          }
          throw new IllegalArgumentException(
              Arrays.stream(type.getEnumConstants())
                  .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ", "must be one of ", "")));
        });
  }

  /**
   * What {@code parser} makes of the text; its {@link IllegalArgumentException} becomes the
   * complaint about this setting.
   */
  <T> T as(String key, Function<String, T> parser) {
    String text = text(key);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(key, text, e.getMessage());
    }
  }

  private static int parseInteger(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
  }

  private static double parseNumber(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, such as 1.5", e);
    }
  }

  private enum Flag {
    TRUE,
    FALSE
  }
}
