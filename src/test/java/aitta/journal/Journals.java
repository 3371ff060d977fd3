package aitta.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;

/** Actor systems whose journal is ours, with small segments. */
final class Journals {
  static final int SEGMENT_BYTES = 256 << 10;

  private Journals() {}

  static ActorSystem system(Path dir, Config more) {
    Config config =
        ConfigFactory.parseString(
            """
            pekko.loglevel = WARNING
            pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
            pekko.persistence.journal.plugin = "aitta.journal"
            aitta.journal.dir = "%s"
            aitta.journal.segment-size = %d
            """
                .formatted(dir, SEGMENT_BYTES));
    return ActorSystem.create(
        "journal", more.withFallback(config).withFallback(ConfigFactory.load()));
  }
}
