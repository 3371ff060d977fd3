package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of a stopped node are damaged, cut short or gone: it starts, serves nothing wrong and
 * heals, or it ends and says which file is the matter.
 *
 * <p>{@code -Daitta.corruption=all} tries every kind of damage on every kind of file, another word
 * those cases that have it in their name; without it a few that differ most.
 */
@AcceptanceTest
class CorruptionIT {
  private static final int KEYS = 60;
  private static final int VICTIM = 2;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** What becomes of a file. */
  enum Damage {
    FLIPPED,
    CUT,
    GONE
  }

  /** Kinds of files, by their place below the data directory. */
  private static final List<String> KINDS =
      List.of(
          "state/.*\\.sst",
          "state/MANIFEST.*",
          "state/CURRENT",
          "state/.*\\.blob",
          "journal/.*\\.segment",
          "identity",
          "ring",
          "claims",
          "secrets",
          "peers",
          "buckets",
          "heard",
          "start");

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.of("corruption", 3).with("AITTA_REPAIR_INTERVAL", "2s").start();
    cluster.awaitAllUp();
    for (int i = 0; i < KEYS; i++) {
      cluster.client(i % 3).put(path(i) + "?w=all", value(i)).expect(204);
    }
    String bucket = "/v1/buckets/corruption";
    cluster.client(0).put(bucket, "{\"r\":\"quorum\"}", "Content-Type", "application/json");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  static Stream<String> cases() {
    String wanted = System.getProperty("aitta.corruption", "");
    if (!wanted.isEmpty()) {
      return KINDS.stream()
          .flatMap(kind -> Stream.of(Damage.values()).map(damage -> damage + " " + kind))
          .filter(one -> wanted.equals("all") || one.contains(wanted));
    }
    return Stream.of(
        "FLIPPED state/.*\\.sst",
        "GONE state/MANIFEST.*",
        "CUT journal/.*\\.segment",
        "GONE journal/.*\\.segment",
        "FLIPPED ring");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void damagedNodeHealsOrSaysWhatIsTheMatter(String damageAndKind) {
    String[] parts = damageAndKind.split(" ");
    TestNode node = cluster.node(VICTIM);
    assertThat(node.term()).isZero(); // all is in files now
    DataCopy whole = DataCopy.of(node);
    List<Path> files =
        DataCopy.filesOf(node).stream()
            .filter(file -> node.dataDir().relativize(file).toString().matches(parts[1]))
            .toList();
    assumeThat(files).as("files like " + parts[1]).isNotEmpty();
    Random random = Seeds.random("corruption");
    files.forEach(file -> harm(file, Damage.valueOf(parts[0]), random));

    node.start();
    if (isReadyInTheEnd(node)) {
      requireNothingWrong(node);
      awaitHealed(node);
      assertThat(node.term()).isZero();
    } else {
      assertThat(node.awaitExit(LIMIT)).as("exit code").isNotZero();
      String name = files.get(0).getFileName().toString();
      assertThat(node.logSinceStart()).contains(name);
      whole.turnBack();
    }
    node.startAndAwaitReady();
    cluster.awaitAllUp();
    awaitHealed(node);
  }

  private static void harm(Path file, Damage damage, Random random) {
    try {
      if (damage == Damage.GONE) {
        Files.delete(file);
      } else if (damage == Damage.CUT) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      } else {
        DataCopy.flipBits(file, 8, random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False where it ends instead. */
  private static boolean isReadyInTheEnd(TestNode node) {
    await(node.id() + " to be ready or to end")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !node.isRunning() || node.isReady());
    return node.isRunning();
  }

  /** By its own word alone it may not know a key yet; what it does tell is right. */
  private static void requireNothingWrong(TestNode node) {
    for (int i = 0; i < KEYS; i++) {
      requireNothingWrong(node, i, "?r=one", 200, 404, 503);
      requireNothingWrong(node, i, "?strict=true", 200, 503);
    }
  }

  private static void requireNothingWrong(TestNode node, int key, String query, Object... right) {
    try {
      Reply reply = node.client().get(path(key) + query);
      assertThat(reply.status()).as("%s", reply).isIn(right);
      if (reply.status() == 200) {
        assertThat(reply.text()).isEqualTo(value(key));
      }
    } catch (UncheckedIOException e) {
      // It starts itself anew without what is damaged, and tells nothing meanwhile.
    }
  }

  private static void awaitHealed(TestNode node) {
    await("all copies of " + node.id())
        .atMost(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              for (JsonNode one :
                  node.client().get("/v1/cluster").expect(200).json().path("nodes")) {
                assertThat(one.path("catchingUp").asInt()).as("%s", one).isZero();
              }
              for (int i = 0; i < KEYS; i++) {
                // A copy that cannot be read is hidden by another owner's: so each is asked alone.
                Reply read = node.client().get(path(i) + "?r=one").expect(200);
                assertThat(read.text()).isEqualTo(value(i));
                assertThat(Holdings.of(node, path(i)))
                    .hasSize(3)
                    .allSatisfy(copy -> assertThat(copy.versions()).containsExactly(read.etag()));
              }
            });
  }

  private static String path(int key) {
    return Paths.key("corruption", "k" + key);
  }

  /** Some of them large enough to lie in files of their own. */
  private static String value(int key) {
    return "v" + key + (key % 4 == 0 ? "x".repeat(6000) : "");
  }
}
