package aitta.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that no environment variable reaches, just outside of what their comment says. */
class SettingsBoundsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          cluster.join-timeout,         999ms,   61s
          http.max-connections,         0,       100001
          http.max-requests-in-flight,  0,       100001
          http.max-bytes-in-flight,     15MiB,   65GiB
          http.body-timeout,            999ms,   11m
          http.stream-timeout,          999ms,   11m
          http.idle-timeout,            60s,     61m
          http.max-uri-length,          4095B,   65KiB
          limits.max-value-size,        1023B,   16385KiB
          limits.max-siblings,          1,       1001
          limits.max-siblings-size,     1023KiB, 65MiB
          limits.max-context,           1023B,   65KiB
          request.timeout,              0ms,     60001ms
          request.hedge-after-min,      0ms,     10001ms
          request.stand-in-after,       0ms,     2s
          storage.sync-interval,        9ms,     10001ms
          storage.memtable-size,        1023KiB, 1025MiB
          storage.block-cache-size,     1023KiB, 1025GiB
          storage.row-cache-percent,    -1,      51
          storage.blob-threshold,       255B,    17MiB
          storage.disk-reserve,         1023KiB, 1025GiB
          journal.segment-size,         71MiB,   1025MiB
          journal.spare-segments,       -1,      64
          journal.max-size,             127MiB,  1025GiB
          journal.queue-bytes,          15MiB,   5GiB
          hint.max-size,                1023KiB, 1025GiB
          hint.batch-bytes,             63KiB,   65MiB
          hint.batch-count,             0,       10001
          hint.rate,                    63KiB,   11GiB
          hint.delivery-interval,       99ms,    11m
          repair.rate,                  63KiB,   11GiB
          repair.concurrency,           0,       65
          repair.look-again-after,      9ms,     61s
          handover.rate,                63KiB,   11GiB
          handover.concurrency,         0,       65
          tombstone.settle-time,        999ms,   61m
          clock.max-skew,               999ms,   366d
          log.max-file-size,            63KiB,   1025MiB
          log.max-files,                0,       21
          log.slow-request,             0ms,     25h
          """)
  void valueOutsideItsBoundsIsRefusedByName(String key, String tooSmall, String tooLarge) {
    for (String value : new String[] {tooSmall, tooLarge}) {
      assertThatThrownBy(loading("aitta." + key + " = " + value))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith("aitta." + key + " = ")
          .hasMessageContaining("node.conf, line 1): must be ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.body-timeout = 2m                | http.idle-timeout = 75s
          limits.max-siblings-size = 20MiB      | journal.segment-size = 72MiB
          journal.segment-size = 256MiB         | journal.max-size = 512MiB
          request.timeout = 200ms               | request.stand-in-after = 250ms
          """)
  void valuesThatDoNotGoTogetherAreRefused(String set, String complaint) {
    assertThatThrownBy(loading("aitta." + set))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("aitta." + complaint)
        .hasMessageContaining("aitta." + set);
  }

  private ThrowingCallable loading(String text) {
    return () -> {
      Path file = write(text);
      Settings.load(Optional.of(file), Map.of());
    };
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("node.conf"), text);
  }
}
