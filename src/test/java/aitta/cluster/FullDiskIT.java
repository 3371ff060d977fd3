package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk is full takes no copy of anything new, and goes on with all else. */
@AcceptanceTest
class FullDiskIT {
  private static final int KEYS = 40;
  private static final long RESERVE = 64L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void nodeWithAFullDiskServesTheOthersAndGetsWhatItMissedOnceThereIsSpace() throws IOException {
    try (StallableDisk disk = StallableDisk.make();
        TestCluster cluster = cluster().start()) {
      TestNode full = cluster.node(2);
      cluster.awaitAllUp();
      assertThat(full.term()).isZero();
      DataCopy.of(full).placeInto(disk.folder());
      full.env().put("AITTA_DATA_DIR", disk.folder().toString());
      full.startAndAwaitReady();
      cluster.awaitAllUp();
      writeAll(cluster, "before", "w=all");

      disk.fill(RESERVE / 2);
      awaitDiskFull(cluster, true);
      writeAll(cluster, "meanwhile", "w=quorum"); // through every node, the full one too
      for (TestNode node : cluster.nodes()) {
        for (int i = 0; i < KEYS; i++) {
          assertThat(node.client().get(path(i)).expect(200).text()).isEqualTo("meanwhile");
        }
      }
      String context = full.client().get(path(0)).expect(200).context();
      full.client()
          .put(path(0) + "?w=all&strict=true&timeout=500ms", "x", "Aitta-Context", context)
          .expectProblem(503, "quorum-not-met");
      String metrics = cluster.node(2).client().get("/metrics").expect(200).text();
      assertThat(metrics).containsPattern("(?m)^aitta_storage_disk_full\\S* 1");

      disk.empty();
      awaitDiskFull(cluster, false);
      cluster.client(0).put(path(0), "meanwhile").expect(204);
      await("what it missed, by its own word")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                for (int i = 0; i < KEYS; i++) {
                  assertThat(full.client().get(path(i) + "?r=one").expect(200).text())
                      .isEqualTo("meanwhile");
                }
              });
    }
  }

  private TestCluster cluster() throws IOException {
    Path file = folder.resolve("reserve.conf");
    Files.writeString(file, "aitta.storage.disk-reserve = " + (RESERVE >> 20) + "MiB");
    return TestCluster.of("full-disk", 3)
        .with("AITTA_REPAIR_INTERVAL", "2s")
        .arguments("--config", file.toString());
  }

  private static String path(int key) {
    return Paths.key("full-disk", "k" + key);
  }

  private static void writeAll(TestCluster cluster, String value, String query) {
    for (int i = 0; i < KEYS; i++) {
      cluster.client(i % 3).put(path(i) + "?" + query, value).expect(204);
    }
  }

  private static void awaitDiskFull(TestCluster cluster, boolean expected) {
    for (TestNode witness : cluster.nodes()) {
      await(witness.id() + " to see the disk of n3 " + (expected ? "full" : "with space"))
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isDiskFull(witness) == expected);
    }
  }

  private static boolean isDiskFull(TestNode witness) {
    for (JsonNode node : witness.client().get("/v1/cluster").expect(200).json().path("nodes")) {
      if (node.path("id").asText().equals("n3")) {
        return node.path("diskFull").asBoolean();
      }
    }
    throw new AssertionError("n3 is not in the cluster");
  }
}
