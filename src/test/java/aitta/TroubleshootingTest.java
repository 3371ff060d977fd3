package aitta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of symptoms names figures, alerts and lines of the log that there are. */
class TroubleshootingTest {
  private static final List<String> FAULTS =
      List.of(
          "a node is dead",
          "disk full",
          "disk slow",
          "network cut",
          "one key is hot",
          "siblings pile up",
          "a clock is wrong",
          "certificate expired",
          "hand-over stuck",
          "file damaged");

  private final List<String> rows = rows();

  private static List<String> rows() {
    String readme = read(Path.of("README.md"));
    int begin = readme.indexOf("## What is wrong, and what to do");
    assertThat(begin).isPositive();
    String section = readme.substring(begin, readme.indexOf("\n## ", begin + 3));
    return section.lines().filter(line -> line.startsWith("| ")).skip(1).toList();
  }

  private Set<String> named(String pattern) {
    Set<String> found = new TreeSet<>();
    for (String row : rows) {
      Pattern.compile(pattern)
          .matcher(row)
          .results()
          .map((MatchResult result) -> result.group(1))
          .forEach(found::add);
    }
    return found;
  }

  @Test
  void everyFaultHasARowWithWhereItShowsAndWhatToDo() {
    assertThat(rows.stream().map(row -> row.split(" \\| ")[0].substring(2))).containsAll(FAULTS);
    assertThat(rows)
        .allSatisfy(
            row -> {
              String[] cells = row.split(" \\| ");
              assertThat(cells).hasSize(3);
              assertThat(cells[1]).hasSizeGreaterThan(40);
              assertThat(cells[2]).hasSizeGreaterThan(40);
            });
  }

  @Test
  void everyFigureIsInTheTableOfFigures() {
    String metrics = read(Path.of("docker", "metrics.md"));
    assertThat(named("`(aitta_[a-z0-9_]+)`")).hasSizeGreaterThan(10);
    assertThat(named("`(aitta_[a-z0-9_]+)`"))
        .allSatisfy(name -> assertThat(metrics).contains("| `" + name + "` |"));
  }

  @Test
  void everyAlertIsARule() {
    String rules = read(Path.of("docker", "monitoring", "alerts.yml"));
    assertThat(named("`(Aitta[A-Za-z]+)`")).hasSizeGreaterThan(8);
    assertThat(named("`(Aitta[A-Za-z]+)`"))
        .allSatisfy(name -> assertThat(rules).contains("- alert: " + name + "\n"));
  }

  /** Long lines are broken in the source, so quotes, plus signs and blanks do not count. */
  @Test
  void everyLineOfTheLogIsInTheSource() throws IOException {
    StringBuilder source = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      files.filter(Files::isRegularFile).forEach(file -> source.append(read(file)));
    }
    String joined = source.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    assertThat(named("\"([^\"]+)\"")).hasSizeGreaterThan(4);
    assertThat(named("\"([^\"]+)\"")).allSatisfy(line -> assertThat(joined).contains(line));
  }

  @Test
  void everyVerbIsOne() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "aitta", "cli"))) {
      StringBuilder verbs = new StringBuilder();
      files.filter(Files::isRegularFile).forEach(file -> verbs.append(read(file)));
      assertThat(named("`aitta ([a-z]+)")).isNotEmpty();
      assertThat(named("`aitta ([a-z]+)"))
          .allSatisfy(verb -> assertThat(verbs).contains("name = \"" + verb + "\""));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
