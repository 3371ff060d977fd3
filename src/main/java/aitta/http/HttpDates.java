package aitta.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.DateTime;

/** Times as headers and JSON write them. RFC 9110, section 5.6.7; RFC 3339. */
final class HttpDates {
  private static final int CENTURY_WINDOW_START = 1970;

  private static final DateTimeFormatter FIXED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, CENTURY_WINDOW_START)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.US);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

  private HttpDates() {}

  /**
   * Reads any of the three forms of an HTTP date.
   *
   * @return ms since 1970, a whole second; null where {@code text} is no HTTP date, which makes its
   *     header mean nothing
   */
  static Long parse(String text) {
    int comma = text.indexOf(',');
    DateTimeFormatter form = comma < 0 ? ASCTIME : comma == 3 ? FIXED : RFC_850;
    try {
      return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** As {@code Sun, 06 Nov 1994 08:49:37 GMT}; parts of a second are cut. */
  static String header(long millis) {
    return DateTime.create(millis).toRfc1123DateTimeString();
  }

  static String json(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
