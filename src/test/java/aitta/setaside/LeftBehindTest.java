package aitta.setaside;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left for an operator to decide can be read, and be taken back. */
class LeftBehindTest {
  @TempDir Path directory;

  private static Version value(Dot dot, String text, long expires) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new Version(dot, 1, false, false, expires, "text/plain", "", bytes);
  }

  @Test
  void everyBucketHasItsFileWithLinesThatImportReads() throws IOException {
    Path folder = directory.resolve("not-offered");
    LeftBehind left = LeftBehind.begin(folder);
    assertThat(folder).doesNotExist();
    Siblings one = Siblings.EMPTY.write(Context.EMPTY, value(new Dot(1, 1), "a", 0));
    Siblings two = one.write(Context.EMPTY, value(new Dot(1, 2), "b", 1000));
    left.add(Map.of(Key.of("barn", "k/1"), one));
    left.add(Map.of(Key.of("mill", "k"), one));
    left.add(Map.of(Key.of("barn", "k2"), two));
    left.add(Map.of());
    assertThat(left.count()).isEqualTo(3);
    assertThat(left.first()).containsExactly("barn/k%2F1", "mill/k", "barn/k2");
    assertThat(Files.readString(folder.resolve("mill.ndjson")))
        .isEqualTo("{\"key\":\"k\",\"contentType\":\"text/plain\",\"value\":\"YQ==\"}\n");
    assertThat(Files.readString(folder.resolve("barn.ndjson")))
        .startsWith("{\"key\":\"k%2F1\",")
        .contains("{\"key\":\"k2\",\"siblings\":[{")
        .contains("\"expires\":\"1970-01-01T00:00:01Z\",\"value\":\"Yg==\"}");
  }

  @Test
  void aRunThatWasInterruptedIsBegunAnew() throws IOException {
    Path folder = directory.resolve("not-offered");
    Siblings one = Siblings.EMPTY.write(Context.EMPTY, value(new Dot(1, 1), "a", 0));
    LeftBehind.begin(folder).add(Map.of(Key.of("barn", "k"), one));
    LeftBehind.begin(folder).add(Map.of(Key.of("barn", "k"), one));
    assertThat(Files.readAllLines(folder.resolve("barn.ndjson"))).hasSize(1);
  }
}
