package aitta.version;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One set of every kind that the formats know; the golden files hold their bytes. */
final class Samples {
  private static final long A = 0x0123456789abcdefL;
  private static final long B = 0xfedcba9876543210L;

  private Samples() {}

  static Map<String, Siblings> sets() {
    Version plain = version(new Dot(A, 300), 1L << 40, false, 0, Version.DEFAULT_TYPE, "", "plain");
    Version text =
        version(new Dot(B, 2), -1, false, 1_800_000_000_000L, "text/ä; a=\"b\"", "gzip", "");
    Version latest = version(new Dot(A, 301), 1L << 41, true, 0, "a/b", "", "latest");
    Siblings one = Siblings.EMPTY.write(Context.EMPTY, plain);
    Siblings two = one.write(Context.upTo(B, 1), text);
    Map<String, Siblings> sets = new LinkedHashMap<>();
    sets.put("empty", Siblings.EMPTY);
    sets.put("one", one);
    sets.put("siblings", two);
    sets.put("tombstone", two.write(two.context(), Version.tombstone(new Dot(A, 302), 5, false)));
    sets.put("latest", one.write(Context.EMPTY, latest));
    sets.put("single-dots", one.write(Context.ofDot(new Dot(B, 9)).with(new Dot(B, 7)), latest));
    sets.put(
        "beaten",
        two.write(Context.EMPTY, latest)
            .write(Context.EMPTY, Version.tombstone(new Dot(B, 1L << 50), 7, true)));
    sets.put("reclaimed", new Siblings(Context.upTo(A, Long.MAX_VALUE), List.of(), Newest.NONE));
    return sets;
  }

  private static Version version(
      Dot dot,
      long time,
      boolean latest,
      long expires,
      String type,
      String encoding,
      String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new Version(dot, time, latest, false, expires, type, encoding, bytes);
  }
}
