package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  @Test
  void givesTheLastLines() throws IOException {
    assertThat(LogTail.of(write("a\nb\nc\n"), 2)).containsExactly("b", "c");
    assertThat(LogTail.of(write("a\nb"), 9)).containsExactly("a", "b");
    assertThat(LogTail.of(write(""), 9)).isEmpty();
  }

  @Test
  void readsNoMoreThanTheEndOfALargeFile() throws IOException {
    String text =
        IntStream.range(0, 100_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    assertThat(LogTail.of(write(text), 2)).containsExactly("line 99998", "line 99999");
    assertThat(LogTail.of(write("x".repeat(100_000) + "\nend"), 9)).containsExactly("end");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("node.log"), text);
  }
}
