package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.client.MemoryCluster;
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
    assertThat(said("err")).contains("aitta.security.tokens-file", "there is no file tokens");
  }

  @Test
  void verbsOfClientsLoadNothingOfTheServer() throws Exception {
    try (MemoryCluster cluster = new MemoryCluster(1)) {
      Map<String, String> url = Map.of("AITTA_URL", cluster.node(0).url());
      assertThat(run(List.of("-verbose:class"), url, "put", "b", "k", "v")).isZero();
      assertThat(said("out"))
          .contains(" aitta.client.AittaClient ")
          .doesNotContain(" org.apache.pekko.", " org.rocksdb.", " scala.", " aitta.node.");
      assertThat(run(url, "get", "b", "k")).isZero();
      assertThat(said("out")).isEqualTo("v");
      assertThat(said("err")).isEmpty();
    }
  }

  @Test
  void tokenComesFromTheEnvironment() throws Exception {
    try (MemoryCluster cluster = new MemoryCluster(1)) {
      String url = cluster.node(0).url();
      assertThat(run(Map.of("AITTA_URL", url, "AITTA_TOKEN", "secret"), "get", "b", "k"))
          .isEqualTo(3);
      assertThat(cluster.asked("GET").get(0).header("Authorization")).isEqualTo("Bearer secret");
      assertThat(run(Map.of("AITTA_URL", url), "get", "b", "k")).isEqualTo(3);
      assertThat(cluster.asked("GET").get(1).header("Authorization")).isNull();
    }
  }

  @Test
  void completionIsSomethingThatAShellTakes() throws Exception {
    assertThat(run(Map.of(), "completion")).isZero();
    Process shell =
        new ProcessBuilder("bash", "-n", folder.resolve("out").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("shell").toFile())
            .start();
    assertThat(shell.waitFor()).as(said("shell")).isZero();
  }

  private int run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return run(List.of(), environment, args);
  }

  private int run(List<String> options, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
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
