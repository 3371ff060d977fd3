package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.Settings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logback.xml} together with the properties that a node sets for it. */
class LogbackTest {
  @TempDir Path folder;
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void giveItWhatTheStaticLoggerContextHas() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @AfterEach
  void stop() {
    assertNothingWentWrong();
    context.stop();
  }

  @Test
  void withoutAFileAllGoesToTheConsole() throws JoranException {
    configure(Map.of());
    assertThat(context.getLogger("ROOT").getAppender("file")).isNull();
    assertThat(passesConsole(Level.INFO)).isTrue();
  }

  @Test
  void withAFileTheConsoleShowsWarningsAndWorseAlone() throws JoranException, IOException {
    Path file = folder.resolve("node.log");
    configure(Map.of("AITTA_LOG_FILE", file.toString()));
    assertThat(passesConsole(Level.INFO)).isFalse();
    assertThat(passesConsole(Level.WARN)).isTrue();
    context.getLogger("aitta.ring.Ring").info("range {} moved", 17);
    assertThat(Files.readString(file))
        .matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:.* INFO  Ring: range 17 moved\\R");
  }

  @Test
  void levelIsThatOfTheSettingsAndLibrariesAreQuiet() throws JoranException {
    configure(Map.of("AITTA_LOG_LEVEL", "debug"));
    assertThat(context.getLogger("aitta.ring.Ring").getEffectiveLevel()).isEqualTo(Level.DEBUG);
    assertThat(context.getLogger("org.apache.pekko.cluster.Cluster").getEffectiveLevel())
        .isEqualTo(Level.WARN);
    assertThat(context.getLogger("org.apache.pekko.stream.Materializer").getEffectiveLevel())
        .isEqualTo(Level.ERROR);
  }

  @Test
  void logIsBoundedInSizeAndNumberOfFiles() throws JoranException, IOException {
    Path config = folder.resolve("node.conf");
    Files.writeString(config, "aitta.log { max-file-size = 64KiB, max-files = 2 }");
    Path log = folder.resolve("node.log");
    Settings settings =
        Settings.load(Optional.of(config), Map.of("AITTA_LOG_FILE", log.toString()));
    configure(settings);
    String line = "x".repeat(1000);
    for (int i = 0; i < 1000; i++) {
      context.getLogger("aitta.Main").info(line);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("node.conf", "node.log", "node.log.1", "node.log.2");
    }
  }

  private boolean passesConsole(Level level) {
    Appender<ILoggingEvent> console = context.getLogger("ROOT").getAppender("console");
    LoggingEvent event = new LoggingEvent();
    event.setLevel(level);
    return console.getFilterChainDecision(event) != FilterReply.DENY;
  }

  private void configure(Map<String, String> environment) throws JoranException {
    configure(Settings.load(Optional.empty(), environment));
  }

  private void configure(Settings settings) throws JoranException {
    settings.log().systemProperties().forEach(context::putProperty);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogbackTest.class.getResource("/logback.xml"));
    assertNothingWentWrong();
  }

  private void assertNothingWentWrong() {
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .allMatch(status -> status.getEffectiveLevel() < Status.WARN);
  }
}
