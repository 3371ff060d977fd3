package aitta;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.EnvironmentVariable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README.md says, against what is there. */
class ReadmeTest {
  private final String readme = read("README.md");

  @Test
  void testCommandIsTheOneThatCiRuns() {
    assertThat(readme).contains("```sh\nmvn -B verify\n```");
    assertThat(read(".ci/run").lines().toList()).last().isEqualTo("mvn -B verify");
  }

  @Test
  void tableOfVariablesHasThemAll() {
    List<String> rows =
        Pattern.compile("(?m)^\\| `(AITTA_[A-Z_]+)` \\|")
            .matcher(readme)
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(rows)
        .containsExactlyInAnyOrder(
            Arrays.stream(EnvironmentVariable.values()).map(Enum::name).toArray(String[]::new));
  }

  @Test
  void everyFolderOfTheSourceTreeIsExplained() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/aitta"))) {
      assertThat(folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()))
          .allSatisfy(
              folder -> assertThat(readme).containsPattern("\n\\| .*`" + folder + "`.* \\|"));
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
