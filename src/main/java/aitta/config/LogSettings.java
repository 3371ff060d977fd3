package aitta.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is logged, and where.
 *
 * @param file empty: all to the console; else the console shows warnings and worse alone
 * @param maxFileBytes at which the file is set aside and begun anew
 * @param maxFiles kept beside the current one
 * @param slowRequest what takes so long is logged, with what happened meanwhile
 */
public record LogSettings(
    Level level, Optional<Path> file, long maxFileBytes, int maxFiles, Duration slowRequest) {
  /** From the most talkative to the least. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  public LogSettings {
    Check.size("aitta.log.max-file-size", maxFileBytes, "64KiB", "1GiB");
    Check.within("aitta.log.max-files", maxFiles, 1, 20);
    Check.duration("aitta.log.slow-request", slowRequest, "1ms", "1d");
  }

  static LogSettings read(SettingReader reader) {
    return new LogSettings(
        reader.choice("aitta.log.level", Level.class),
        Optional.of(reader.text("aitta.log.file")).filter(file -> !file.isEmpty()).map(Path::of),
        reader.size("aitta.log.max-file-size"),
        reader.integer("aitta.log.max-files"),
        reader.duration("aitta.log.slow-request"));
  }

  /**
   * The system properties that {@code logback.xml} refers to; to be set before the first log line.
   */
  public Map<String, String> systemProperties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("aitta.log.level", level.name().toLowerCase(Locale.ROOT));
    properties.put("aitta.log.max-file-bytes", Long.toString(maxFileBytes));
    properties.put("aitta.log.max-files", Integer.toString(maxFiles));
    file.ifPresent(path -> properties.put("aitta.log.file", path.toString()));
    return properties;
  }
}
