package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar as it is called from a shell. */
class CommandLineIT {
  @TempDir Path folder;

  @Test
  void versionIsThatOfTheJar() throws Exception {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(said("out")).containsPattern("^Aitta [0-9]+\\.[0-9]+\\.[0-9]+").contains("Java");
  }

  @Test
  void wrongUseIsExitCodeTwo() throws Exception {
    assertThat(run(Map.of(), "fly")).isEqualTo(2);
    assertThat(said("out")).isEmpty();
    assertThat(said("err")).startsWith("aitta: ");
  }

  @Test
  void variableThatCannotBeRightEndsTheStartInALine() throws Exception {
    assertThat(run(Map.of("AITTA_RANGES", "100"), "node")).isEqualTo(2);
    assertThat(said("err").lines())
        .singleElement()
        .asString()
        .startsWith("aitta: AITTA_RANGES = 100 (sets aitta.ring.ranges): must be a power of two");
    assertThat(run(Map.of("AITTA_REPLICAS", "0"), "cluster", "--nodes", "1")).isEqualTo(2);
    assertThat(said("err")).contains("AITTA_REPLICAS = 0");
  }

  @Test
  void defaultIsNotBlamedOnAFile() throws Exception {
    assertThat(run(Map.of("AITTA_PORT", "8080"), "node")).isEqualTo(2);
    assertThat(said("err")).startsWith("aitta: aitta.http.port = 8080: must differ from");
  }

  @Test
  void doesNotRunOpenWhereProtectionWasAskedFor() throws Exception {
    assertThat(run(Map.of("AITTA_TOKENS_FILE", "tokens"), "node")).isEqualTo(2);
    assertThat(said("err")).contains("AITTA_TOKENS_FILE");
  }

  private int run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-jar", System.getProperty("aitta.jar")));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AITTA_"));
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  private String said(String where) throws IOException {
    return Files.readString(folder.resolve(where));
  }
}
