package aitta.cli;

import aitta.api.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as the API writes them. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    Duration duration = DurationText.parse(text);
    if (duration == null) {
      throw new TypeConversionException(
          "'" + text + "' is no time; one is an integer and ms, s, m, h or d, as in 500ms or 7d");
    }
    return duration;
  }
}
