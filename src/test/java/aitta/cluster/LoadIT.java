package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.cli.CommandLineRun;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The load command against real nodes: all that it reads is right, and it finds what it costs. */
@ExtendWith(SharedCluster.class)
class LoadIT {
  @TempDir Path folder;

  @Test
  void mixedLoadIsAnsweredRightAndItsCostIsFound(TestCluster cluster) throws Exception {
    String urls =
        cluster.nodes().stream()
            .map(node -> node.client().base().toString())
            .collect(Collectors.joining(","));
    Path json = folder.resolve("result.json");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-jar", System.getProperty("aitta.jar"), "load"));
    command.addAll(List.of("--url", urls, "--workload", "A", "--zipf", "--keys", "500"));
    command.addAll(List.of("--connections", "16", "--warmup", "1s", "--duration", "3s"));
    command.addAll(List.of("--value-size", "200", "--bucket", Paths.fresh("load")));
    command.addAll(List.of("--json", json.toString()));
    command.addAll(List.of("--plot", folder.resolve("plot.svg").toString()));
    command.addAll(List.of("--hdr", folder.resolve("run.hlog").toString()));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    JsonNode result = Json.MAPPER.readTree(json.toFile());
    assertThat(result.path("operations").asLong()).isPositive();
    for (String none : List.of("failed", "corrupt", "missing", "stale", "siblings")) {
      assertThat(result.path(none).asLong()).as(none + " in " + result).isZero();
    }
    assertThat(result.path("servers").path("processes")).hasSize(3);
    assertThat(result.path("servers").path("cpuMicrosPerOperation").asDouble()).isPositive();
    assertThat(folder.resolve("plot.svg")).content().contains("<polyline");
    assertThat(folder.resolve("run.hlog")).content().contains("Tag=read", "Tag=write");
  }

  @Test
  void flagsSayWhatIsAskedAndHowOften(TestCluster cluster) throws Exception {
    String[] urls = cluster.nodes().stream().map(TestNode::url).toArray(String[]::new);
    CommandLineRun aitta = new CommandLineRun(urls);
    String bucket = Paths.fresh("load");
    String line =
        "load --workload W --keys 40 --operations 200 --connections 4 --warmup 0s --duration 60s"
            + " --conflicts siblings --r one --w all --seed 3 --timeout 20s --quiet --bucket ";
    assertThat(aitta.run(line + bucket)).as(aitta.err()).isZero();
    assertThat(aitta.out()).contains("200 operations");
    String again =
        "load --workload C --no-fill --keys 40 --operations 100 --rate 1000 --conflicts keep"
            + " --duration 60s --warmup 0s --quiet --zipf 0.5 --value-size 1024 --bucket ";
    assertThat(aitta.run(again + bucket)).as(aitta.out() + aitta.err()).isZero();
    assertThat(aitta.run("load --workload C --keys 0")).isEqualTo(2);
  }
}
