package aitta.node;

import aitta.tuning.Tunable;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Sets the levels of loggers while the node runs. */
final class LogLevels {
  private static final String OWN = "aitta";
  private final Map<String, Level> before = new HashMap<>(); // of loggers that were set

  /** Those that are named no more get back what they had. */
  synchronized void set(Map<String, String> values) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers)) {
      return;
    }
    loggers.getLogger(OWN).setLevel(Level.toLevel(values.get(Tunable.LOG_LEVEL.key())));
    Set<String> gone = new HashSet<>(before.keySet());
    values.forEach(
        (key, level) -> {
          if (key.startsWith(Tunable.LOGGER)) {
            String name = key.substring(Tunable.LOGGER.length());
            Logger logger = loggers.getLogger(name);
            before.putIfAbsent(name, logger.getLevel());
            logger.setLevel(Level.toLevel(level));
            gone.remove(name);
          }
        });
    gone.forEach(name -> loggers.getLogger(name).setLevel(before.remove(name)));
  }
}
