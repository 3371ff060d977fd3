package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.api.ClusterReport;
import aitta.api.Json;
import aitta.cli.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of the command line against true nodes, flag by flag. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class VerbsIT {
  @TempDir Path folder;
  private final CommandLineRun aitta;
  private final String bucket = Paths.fresh("verbs");

  VerbsIT(TestCluster cluster) {
    this.aitta =
        new CommandLineRun(cluster.nodes().stream().map(TestNode::url).toArray(String[]::new));
  }

  private int run(String line) {
    return aitta.run(line.replace("BUCKET", bucket).split(" "));
  }

  @Test
  void valuesGoInAndOut() throws IOException {
    byte[] bytes = {0, 1, (byte) 0xff, '\n'};
    Path file = Files.write(folder.resolve("value"), bytes);
    assertThat(run("put BUCKET k --file " + file + " --type image/png --w all --strict")).isZero();
    assertThat(run("get BUCKET k --r all --strict --timeout 5s")).isZero();
    assertThat(aitta.bytes()).isEqualTo(bytes);
    assertThat(run("get BUCKET k -o table")).isZero();
    assertThat(aitta.out()).contains("image/png");
    assertThat(aitta.input("from standard input").run("put", bucket, "k")).isZero();
    assertThat(run("get BUCKET k --file " + file)).isZero();
    assertThat(file).hasContent("from standard input");
    assertThat(run("delete BUCKET k")).isZero();
    assertThat(run("get BUCKET k")).isEqualTo(3);
    assertThat(run("put BUCKET a%2Fb%00 x --encoded --content-encoding br")).isZero();
    assertThat(run("get BUCKET a%2Fb%00 --encoded")).isZero();
    assertThat(aitta.out()).isEqualTo("x");
  }

  @Test
  void contextsConditionsAndTimes() throws IOException {
    assertThat(run("put BUCKET k one --beside")).isZero();
    assertThat(run("put BUCKET k two --beside -o json")).isZero();
    String etag = Json.MAPPER.readTree(aitta.out()).path("etag").asText();
    assertThat(run("get BUCKET k")).isEqualTo(4);
    assertThat(run("get BUCKET k --sibling " + etag)).isZero();
    assertThat(aitta.out()).isEqualTo("two");
    assertThat(run("get BUCKET k -o json")).isEqualTo(4);
    String context = Json.MAPPER.readTree(aitta.out()).path("context").asText();
    assertThat(run("put BUCKET k three --context " + context)).isZero();
    assertThat(run("get BUCKET k")).isZero();
    assertThat(aitta.out()).isEqualTo("three");
    assertThat(run("put BUCKET k four --if-absent")).isEqualTo(5);
    assertThat(run("put BUCKET k four --if-match *")).isZero();
    assertThat(run("delete BUCKET k --if-match nonsense")).isEqualTo(5);
    assertThat(run("put BUCKET brief x --ttl 1h")).isZero();
    assertThat(run("touch BUCKET brief --ttl 1s")).isZero();
    await().until(() -> run("get BUCKET brief") == 3);
    assertThat(run("touch BUCKET brief --ttl 1h")).isEqualTo(3);
    assertThat(run("put BUCKET k v --context nonsense")).isEqualTo(2);
  }

  @Test
  void deletesAndOddKeysTakeTheFlagsOfWrites() throws IOException {
    assertThat(run("put BUCKET a%2Fb x --encoded --timeout 10s")).isZero();
    assertThat(run("explain BUCKET a%2Fb --encoded")).isZero();
    assertThat(aitta.out()).contains("n1", "n2", "n3");
    assertThat(run("locate BUCKET a%2Fb --encoded -o raw")).isZero();
    assertThat(run("touch BUCKET a%2Fb --encoded --ttl 1h")).isZero();
    assertThat(run("delete BUCKET a%2Fb --encoded --strict --w all --timeout 10s")).isZero();
    assertThat(run("get BUCKET a%2Fb --encoded")).isEqualTo(3);

    assertThat(run("delete BUCKET k --if-absent")).isZero();
    assertThat(run("put BUCKET k one --beside -o json")).isZero();
    String context = Json.MAPPER.readTree(aitta.out()).path("context").asText();
    assertThat(run("put BUCKET k two --beside")).isZero();
    assertThat(run("delete BUCKET k --context " + context)).isZero();
    assertThat(run("get BUCKET k -o json")).isEqualTo(4); // what it did not cover survives it
    assertThat(aitta.out()).contains("dHdv").doesNotContain("b25l");
    assertThat(run("delete BUCKET k --if-absent")).isEqualTo(5);
    assertThat(run("delete BUCKET k --beside")).isZero();
    assertThat(run("get BUCKET k")).isEqualTo(4);
    assertThat(run("delete BUCKET k")).isZero();
    assertThat(run("get BUCKET k")).isEqualTo(3);
  }

  @Test
  void batchOfLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 250; i++) {
      String value = Base64.getEncoder().encodeToString(("v" + i).getBytes(StandardCharsets.UTF_8));
      lines.append(
          "{\"op\":\"put\",\"bucket\":\"%s\",\"key\":\"b%d\",\"value\":\"%s\"}\n"
              .formatted(bucket, i, value));
    }
    lines.append("{\"op\":\"get\",\"bucket\":\"%s\",\"key\":\"b7\"}\n".formatted(bucket));
    assertThat(aitta.input(lines.toString()).run("batch -o json")).isZero();
    assertThat(aitta.out().lines()).hasSize(251);
    assertThat(aitta.out()).endsWith("\"status\":200}\n").contains("\"value\":\"djc=\"");
    aitta.input(lines.toString());
    assertThat(run("batch - --size 90 --r one --w all --strict --timeout 10s -o raw")).isZero();
    assertThat(aitta.out().lines()).hasSize(251);
  }

  @Test
  void propertiesOfBuckets() {
    assertThat(run("bucket set BUCKET conflicts=latest w=all ttl=7d")).isZero();
    assertThat(aitta.out()).contains("latest", "all", "7d");
    assertThat(run("bucket set BUCKET conflicts=nonsense")).isEqualTo(2);
    assertThat(run("bucket reset BUCKET")).isZero();
    await()
        .until(
            () -> run("bucket get BUCKET -o raw") == 0 && aitta.out().contains("conflicts\tsib"));
  }

  @Test
  void clusterShowsItself() throws IOException {
    assertThat(run("status")).isZero();
    assertThat(aitta.out()).contains("n1", "n2", "n3");
    assertThat(run("status -o json")).isZero();
    ClusterReport report = Json.MAPPER.readValue(aitta.out(), ClusterReport.class);
    assertThat(run("ring -o raw")).isZero();
    assertThat(aitta.out().lines()).hasSize(report.ranges());
    assertThat(run("locate BUCKET k -o raw")).isZero();
    assertThat(aitta.out()).contains("n1").contains("n2").contains("n3");
  }

  @Test
  void repairIsRunAndWatched() {
    run("put BUCKET k v");
    assertThat(run("repair --range 3 --wait 60s --progress plain")).isZero();
    assertThat(aitta.err()).contains("repair: 1 ranges").contains("done");
    assertThat(aitta.out()).startsWith("RANGE").contains("yes");
    assertThat(run("repair --status -o raw")).isZero();
    assertThat(aitta.out().lines()).hasSize(16);
    assertThat(run("repair --no-wait")).isZero();
    assertThat(run("repair --range 99 --no-wait")).isIn(2, 3);
    assertThat(run("repair --range 3 --accept-loss --no-wait")).isZero(); // nothing is lost
  }
}
