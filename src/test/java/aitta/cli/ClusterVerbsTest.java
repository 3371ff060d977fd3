package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.ClusterReport;
import aitta.api.Json;
import aitta.api.RepairReport;
import aitta.cli.output.Console;
import aitta.client.AittaClient;
import aitta.client.MemoryCluster;
import aitta.client.ScriptedNode.Answer;
import aitta.client.ScriptedNode.Asked;
import aitta.client.Value;
import aitta.model.Key;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** bucket, status, ring, locate, explain, repair, leave, remove, completion. */
class ClusterVerbsTest {
  private final MemoryCluster cluster = new MemoryCluster(3);
  private final CommandLineRun aitta = new CommandLineRun(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void bucketsAreListedChangedAndEmptied() {
    try (AittaClient client = AittaClient.of(cluster.urls())) {
      client.put(Key.of("barn", "rye"), Value.text("x"));
      client.put(Key.of("bird", "owl"), Value.text("x"));
    }
    assertThat(aitta.run("bucket list --prefix ba")).isZero();
    assertThat(aitta.out().lines()).containsExactly("BUCKET", "barn");
    assertThat(aitta.run("bucket list -o json")).isZero();
    assertThat(aitta.out().lines())
        .containsExactly("{\"bucket\":\"barn\"}", "{\"bucket\":\"bird\"}");
    assertThat(aitta.run("bucket set barn conflicts=latest w=2 strict=true ttl=7d r=one")).isZero();
    assertThat(cluster.asked("PUT /v1/buckets/barn").get(1).text())
        .isEqualTo(
            "{\"conflicts\":\"latest\",\"w\":2,\"strict\":true,\"ttl\":\"7d\",\"r\":\"one\"}");
    assertThat(aitta.run("bucket set barn ttl=none")).isZero();
    assertThat(aitta.run("bucket get barn -o raw")).isZero();
    assertThat(aitta.out()).contains("conflicts\tlatest", "ttl\tnone");
    assertThat(aitta.run("bucket reset barn")).isZero();
    assertThat(aitta.run("bucket get barn -o json")).isZero();
    assertThat(aitta.out()).contains("\"conflicts\" : \"siblings\"");
    assertThat(aitta.run("bucket delete-keys barn --prefix r")).isZero();
    assertThat(aitta.err()).contains("delete: 7 keys").contains("done");
    assertThat(aitta.run("bucket delete-keys bird --all --no-wait")).isZero();
    assertThat(aitta.err()).contains("/v1/buckets/bird/deletions/1");
    aitta.run("list barn -o raw");
    assertThat(aitta.out()).isEmpty();
  }

  @Test
  void deletionThatFailsOrTakesTooLongSaysSo() {
    String report =
        "{\"id\":\"1\",\"bucket\":\"b\",\"prefix\":\"\",\"state\":\"%s\",\"deleted\":3,"
            + "\"detail\":\"a reason\"}";
    cluster.first(
        asked ->
            asked.path().contains("/deletions/")
                ? Answer.json(200, report.formatted("failed"))
                : null);
    assertThat(aitta.run("bucket delete-keys b --all")).isEqualTo(1);
    assertThat(aitta.err()).contains("it has failed: a reason");
    cluster.first(
        asked ->
            asked.path().contains("/deletions/")
                ? Answer.json(200, report.formatted("running"))
                : null);
    assertThat(aitta.run("bucket delete-keys b --all --wait 1ms")).isEqualTo(6);
    assertThat(aitta.err()).contains("it goes on").contains("a reason");
  }

  @Test
  void statusShowsNodesAndIsReadableByPrograms() throws IOException {
    assertThat(aitta.run("status")).isZero();
    assertThat(aitta.out()).contains("ring version 1", "NODE  STATUS", "n3    up", "2.0 KiB");
    assertThat(aitta.run("status -o raw")).isZero();
    assertThat(aitta.out().lines()).hasSize(3).allMatch(line -> line.split("\t").length == 11);
    assertThat(aitta.run("status -o json")).isZero();
    assertThat(Json.MAPPER.readValue(aitta.out(), ClusterReport.class).nodes()).hasSize(3);
  }

  @Test
  void statusShowsWhatMoves() {
    cluster.first(
        asked ->
            Answer.json(
                200,
                "{\"node\":\"n1\",\"replicas\":3,\"ranges\":16,\"ringVersion\":2,\"nodes\":[],"
                    + "\"transfers\":[{\"range\":4,\"from\":null,\"to\":\"n2\",\"bytesDone\":1024,"
                    + "\"bytesTotal\":4096,\"bytesPerSecond\":512,\"etaSeconds\":95}]}"));
    aitta.run("status");
    assertThat(aitta.out()).contains("RANGE  FROM  TO", "1.0 KiB  4.0 KiB  512 B/s  1m35s");
  }

  @Test
  void statusTellsOfDataThatIsSetAside() {
    String node =
        "{\"id\":\"%s\",\"zone\":\"z\",\"weight\":1,\"status\":\"up\",\"hintsFor\":{},\"setAside\":%d}";
    cluster.first(
        asked ->
            Answer.json(
                200,
                "{\"node\":\"n1\",\"replicas\":3,\"ranges\":16,\"ringVersion\":2,\"nodes\":["
                    + node.formatted("n1", 0)
                    + ","
                    + node.formatted("n2", 2)
                    + "],\"transfers\":[]}"));
    aitta.run("status");
    assertThat(aitta.out())
        .contains("Node n2 keeps 2 folders set-aside-*")
        .doesNotContain("Node n1 keeps");
  }

  @Test
  void ringAndPlacesAreShown() {
    assertThat(aitta.run("ring")).isZero();
    assertThat(aitta.out().lines()).hasSize(17);
    Key key = Key.of("b", "a/b");
    assertThat(aitta.run("locate b a/b -o raw")).isZero();
    assertThat(aitta.out()).startsWith(key.token() + "\t" + key.range(16) + "\tn");
    assertThat(aitta.run("explain b a%2Fb --encoded")).isZero();
    assertThat(aitta.out()).contains("n1    owner  ok         v1", "n2    owner  no answer  -");
    assertThat(aitta.run("explain b k -o json")).isZero();
    assertThat(aitta.out()).contains("\"dot\" : \"a:1\"");
  }

  @Test
  void repairIsWatchedToItsEnd() throws IOException {
    AtomicInteger reports = new AtomicInteger();
    cluster.first(
        asked -> {
          if (!asked.line().equals("GET /v1/cluster/repair")) {
            return null;
          }
          boolean run = reports.incrementAndGet() > 2;
          return Answer.json(
              200,
              ("{\"ranges\":[{\"range\":0,\"lastRun\":%s,\"keysCompared\":2,\"keysRepaired\":1,"
                      + "\"inSync\":true}]}")
                  .formatted(run ? "\"2026-11-22T00:00:00Z\"" : "null"));
        });
    assertThat(aitta.run("repair --range 0 -o json")).isZero();
    assertThat(reports).hasValue(3);
    assertThat(Json.MAPPER.readValue(aitta.out(), RepairReport.class).ranges()).hasSize(1);
    assertThat(aitta.err()).contains("repair: 1 ranges").contains("done");
    assertThat(cluster.asked("POST"))
        .extracting(Asked::target)
        .containsExactly("/v1/cluster/repair?range=0");
  }

  @Test
  void repairThatDoesNotEndInTimeIsExitCodeSix() {
    assertThat(aitta.run("repair --wait 1ms --progress none")).isEqualTo(6);
    assertThat(aitta.err()).isEmpty();
    assertThat(aitta.run("repair --no-wait --range 3 --accept-loss")).isZero();
    assertThat(cluster.asked("POST").get(1).target()).contains("range=3", "accept-loss=true");
    assertThat(aitta.run("repair --status")).isZero();
    assertThat(aitta.out()).contains("LAST-RUN").contains("2026-11-22T00:00:00Z");
    assertThat(cluster.asked("POST")).hasSize(2);
  }

  @Test
  void nodesLeaveAndAreWatched() {
    AtomicInteger reports = new AtomicInteger();
    cluster.first(
        asked ->
            asked.line().equals("GET /v1/cluster") && reports.incrementAndGet() > 3
                ? Answer.json(
                    200,
                    "{\"node\":\"n1\",\"replicas\":3,\"ranges\":16,\"ringVersion\":2,"
                        + "\"nodes\":[],\"transfers\":[]}")
                : null);
    assertThat(aitta.run("leave n2 --progress plain")).isZero();
    assertThat(aitta.err()).contains("leave n2: 16 ranges").contains("done");
    assertThat(aitta.run("remove n3 --force")).isZero();
    assertThat(aitta.run("leave n1 --no-wait --force")).isZero();
    assertThat(cluster.asked("POST"))
        .extracting(Asked::target)
        .containsExactlyInAnyOrder(
            "/v1/cluster/nodes/n2/leave",
            "/v1/cluster/nodes/n3/remove?force=true",
            "/v1/cluster/nodes/n1/leave?force=true");
    cluster.first(asked -> null);
    assertThat(aitta.run("remove n3 --wait 1ms")).isEqualTo(6);
    assertThat(aitta.run("leave n1 --dry-run")).isZero();
    assertThat(aitta.out()).contains("3      n1    n2");
    assertThat(aitta.run("remove n1 --dry-run -o json")).isZero();
    assertThat(aitta.out()).contains("\"moves\"");
  }

  @Test
  void completionKnowsVerbsAndFlags() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out);
    int code =
        AittaCommand.commandLine(new Console(System.in, stream, stream, false))
            .execute("completion");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("complete -F", "--if-absent", "delete-keys", "--verify-only")
        .doesNotContain("die-with-parent");
  }

  @Test
  void backupThatIsNotThereIsNamed() {
    assertThat(aitta.run("restore nowhere")).isEqualTo(1);
    assertThat(aitta.err()).isEqualToIgnoringNewLines("aitta: nowhere is no folder");
  }
}
