package aitta.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.LogSettings;
import aitta.security.AuditEvent;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuditLogTest {
  @TempDir Path folder;
  private Path file;
  private final AtomicLong nanos = new AtomicLong();
  private final AuditLog log = new AuditLog(nanos::get);

  @BeforeEach
  void open() {
    file = folder.resolve("audit.log");
    AuditFile.open(
        file,
        new LogSettings(
            LogSettings.Level.ERROR, Optional.empty(), 65536, 1, Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() {
    Logger logger = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
    logger.detachAndStopAllAppenders();
    logger.setAdditive(true);
  }

  private static AuditEvent event(int status) {
    return new AuditEvent(
        Instant.EPOCH, "p", "127.0.0.1:1", "POST", "/", null, status, "id", List.of());
  }

  @Test
  void aLineForEachEvent() throws Exception {
    log.keep(event(202));
    log.keep(event(401));
    assertThat(Files.readAllLines(file)).containsExactly(event(202).line(), event(401).line());
  }

  @Test
  void whoeverIsRefusedAllTheTimeCannotFillTheDiskAndHidesNoAdmin() throws Exception {
    for (int i = 0; i < 10 * AuditLog.REFUSALS_A_SECOND; i++) {
      log.keep(event(401));
    }
    log.keep(event(202));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    log.keep(event(403));
    List<String> tail = Files.readAllLines(file);
    assertThat(tail.subList(tail.size() - 3, tail.size()))
        .containsExactly(
            event(202).line(),
            "{\"outcome\":\"left-out\",\"attempts\":" + 9 * AuditLog.REFUSALS_A_SECOND + "}",
            event(403).line());
    try (var files = Files.list(folder)) {
      assertThat(files.mapToLong(found -> found.toFile().length()).sum()).isLessThan(3 * 65536);
    }
  }
}
