package aitta.http;

import aitta.api.DurationText;
import aitta.quorum.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a request. Whatever is unknown, doubled or ill-formed is refused by name, for a
 * parameter that is silently passed over would do something else than its sender meant.
 */
final class Query {
  private static final Query NONE = new Query(List.of(), List.of());
  private static final int SHOWN = 64;

  private final List<String> names;
  private final List<String> values; // each character a byte, as PercentText has it

  private Query(List<String> names, List<String> values) {
    this.names = names;
    this.values = values;
  }

  /**
   * @param raw null for none
   * @param known the parameters that are taken here
   */
  static Query parse(String raw, List<String> known) throws Refusal {
    if (raw == null || raw.isEmpty()) {
      return NONE;
    }
    Query query = new Query(new ArrayList<>(), new ArrayList<>());
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      if (end > start) {
        query.add(raw.substring(start, end), known);
      }
      start = end + 1;
    }
    return query;
  }

  private void add(String pair, List<String> known) throws Refusal {
    int equals = pair.indexOf('=');
    String name = PercentText.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
    if (!known.contains(name)) {
      throw Refusal.invalid(
          "parameter '"
              + shown(name)
              + "' is unknown here; "
              + (known.isEmpty() ? "none are taken" : "known are " + String.join(", ", known)));
    }
    if (names.contains(name)) {
      throw Refusal.invalid("parameter '" + name + "' is given twice; give it once");
    }
    names.add(name);
    values.add(equals < 0 ? "" : PercentText.decodeForm(pair.substring(equals + 1)));
  }

  /** The value, each character a byte; null where the parameter is not given. */
  String text(String name) {
    int at = names.indexOf(name);
    return at < 0 ? null : values.get(at);
  }

  /** The value of a parameter that must be there. */
  String required(String name) throws Refusal {
    String text = text(name);
    if (text == null) {
      throw Refusal.invalid("parameter '" + name + "' is missing");
    }
    return text;
  }

  Level level(String name, int replicas, Level otherwise) throws Refusal {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    return Level.parse(text, replicas)
        .orElseThrow(
            () -> illFormed(name, text, "a number from 1 to " + replicas + ", one, quorum or all"));
  }

  boolean flag(String name, boolean otherwise) throws Refusal {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw illFormed(name, text, "true or false");
    }
    return text.equals("true");
  }

  int number(String name, int least, int most, int otherwise) throws Refusal {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw illFormed(name, text, "a number from " + least + " to " + most);
  }

  /** Whether the parameter is given; {@code word} is the only value it can have. */
  boolean word(String name, String word) throws Refusal {
    String text = text(name);
    if (text != null && !text.equals(word)) {
      throw illFormed(name, text, word);
    }
    return text != null;
  }

  /** One of some words; null where the parameter is not given. */
  String choice(String name, List<String> words) throws Refusal {
    String text = text(name);
    if (text != null && !words.contains(text)) {
      throw illFormed(name, text, String.join(" or ", words));
    }
    return text;
  }

  /** An entity tag, given with its quotes or without; null where the parameter is not given. */
  String etag(String name) throws Refusal {
    String text = text(name);
    if (text == null) {
      return null;
    }
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    String etag = quoted ? text.substring(1, text.length() - 1) : text;
    if (!etag.matches("[!#-~]+")) {
      throw illFormed(name, text, "the ETag of one version");
    }
    return etag;
  }

  Duration duration(String name, Duration least, Duration most, Duration otherwise) throws Refusal {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    Duration duration = DurationText.parse(text);
    if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      String bounds = DurationText.format(least) + " to " + DurationText.format(most);
      throw illFormed(
          name, text, "a duration from " + bounds + ", such as 250ms, 30s, 15m, 12h or 7d");
    }
    return duration;
  }

  Duration timeout(Duration otherwise) throws Refusal {
    return duration("timeout", EdgeSettings.MIN_TIMEOUT, EdgeSettings.MAX_TIMEOUT, otherwise);
  }

  private static Refusal illFormed(String name, String value, String right) {
    return Refusal.invalid(
        "parameter '" + name + "' is '" + shown(value) + "'; it must be " + right);
  }

  private static String shown(String decoded) {
    String text = new String(PercentText.bytes(decoded), StandardCharsets.UTF_8);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
