package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.cli.CommandLineRun;
import aitta.client.AittaClient;
import aitta.client.BucketChange;
import aitta.client.ReadResult;
import aitta.client.Value;
import aitta.client.Version;
import aitta.client.WriteOptions;
import aitta.client.Written;
import aitta.model.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster under writes is saved, and restored into empty ones of other sizes: all that was
 * acknowledged before is there, and they take new writes like any other.
 */
@AcceptanceTest
class BackupIT {
  private static final int KEYS = 600;
  private static final int WRITERS = 3;

  @TempDir Path folder;
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);
  private String seenTwo;
  private String seenLock;
  private final int[] before = new int[WRITERS];

  private static AittaClient clientOf(TestCluster cluster) {
    return AittaClient.of(urls(cluster));
  }

  private static String[] urls(TestCluster cluster) {
    return cluster.nodes().stream()
        .filter(TestNode::isRunning)
        .map(TestNode::url)
        .toArray(String[]::new);
  }

  private static Key numbered(int number) {
    return Key.of("many", "key-" + number);
  }

  @Test
  void whatWasAcknowledgedBeforeIsInEveryClusterThatIsMadeOfIt() throws IOException {
    save();
    try (TestCluster one = TestCluster.of("restore-1", 1).with("AITTA_RANGES", "32").start()) {
      restoreInto(one);
    }
    TestCluster four = TestCluster.of("restore-4", 4).heap("256m").with("AITTA_REPLICAS", "2");
    try (TestCluster cluster = four.start()) {
      restoreInto(cluster);
    }
  }

  private void save() throws IOException {
    TestCluster three = TestCluster.of("backup", 3).with("AITTA_BACKUP_DIR", folder.toString());
    try (TestCluster cluster = three.start();
        AittaClient client = clientOf(cluster)) {
      fillOddThings(client);
      AtomicBoolean stop = new AtomicBoolean();
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(CompletableFuture.runAsync(() -> write(client, writer, stop)));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  acknowledged.get(0) > KEYS / WRITERS
                      || writers.stream().anyMatch(CompletableFuture::isDone));
      Arrays.setAll(before, acknowledged::get);
      CommandLineRun aitta = new CommandLineRun(urls(cluster));
      assertThat(aitta.run("backup monday --progress plain --wait 60s")).as(aitta.err()).isZero();
      stop.set(true);
      writers.forEach(CompletableFuture::join);
      assertThat(aitta.err()).contains("backup monday: 3 nodes").contains("done");
      assertThat(aitta.out().lines()).hasSize(4);
      assertThat(aitta.run("backup monday")).isEqualTo(1);
      assertThat(aitta.err()).contains("already");
      CommandLineRun noon = new CommandLineRun(urls(cluster));
      assertThat(noon.run("backup noon --no-wait")).isZero();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> noon.run("backup noon --status") == 0 && !noon.out().contains("running"));
      assertThat(aitta.run("backup .x")).isEqualTo(2);
      assertThat(aitta.run("backup never --status")).isEqualTo(3);
      assertThat(aitta.run("restore " + folder.resolve("monday"))).isEqualTo(1);
      assertThat(aitta.err()).contains("not empty", "clock");

      cluster.node(2).kill();
      TestCluster.awaitUnreachable(cluster.node(0), List.of(cluster.node(2)));
      TestCluster.awaitUnreachable(cluster.node(1), List.of(cluster.node(2)));
      aitta = new CommandLineRun(urls(cluster));
      assertThat(aitta.run("backup tuesday -o json --wait 60s")).isEqualTo(1);
      assertThat(aitta.out()).contains("\"state\" : \"partial\"", "\"state\" : \"unreachable\"");
    }
  }

  private void write(AittaClient client, int writer, AtomicBoolean stop) {
    for (int i = writer; !stop.get(); i += WRITERS) {
      client.put(numbered(i), Value.text("value " + i));
      acknowledged.incrementAndGet(writer);
    }
  }

  private void fillOddThings(AittaClient client) {
    client.buckets().change("clock", BucketChange.nothing().latestWins().w("all"));
    client.buckets().change("reset", BucketChange.nothing().strict(true));
    client.buckets().reset("reset");
    client.put(Key.of("odd", "two"), Value.text("1"), WriteOptions.DEFAULT.beside());
    client.put(Key.of("odd", "two"), Value.text("2"), WriteOptions.DEFAULT.beside());
    seenTwo = client.get(Key.of("odd", "two")).context();
    byte[] large = new byte[300_000];
    large[7] = 7;
    client.put(
        new Key("odd", new byte[] {0, '/', -1}),
        new Value(large, "image/png", "br"),
        WriteOptions.DEFAULT.ttl(Duration.ofDays(9)));
    client.put(Key.of("odd", "gone"), Value.text("x"));
    client.delete(Key.of("odd", "gone"));
    for (int i = 0; i < 5; i++) {
      client.put(Key.of("clock", "time"), Value.text("tick " + i));
    }
    Written lock =
        client.put(Key.of("locks", "gate"), Value.text("mine"), WriteOptions.DEFAULT.ifAbsent());
    for (int i = 0; i < 20; i++) { // ballots above those that a new cluster begins with
      lock =
          client.put(
              Key.of("locks", "gate"),
              Value.text("mine " + i),
              WriteOptions.DEFAULT.ifMatch(lock.etag()));
    }
    seenLock = lock.context();
  }

  private void restoreInto(TestCluster cluster) throws IOException {
    CommandLineRun aitta = new CommandLineRun(urls(cluster));
    String monday = folder.resolve("monday").toString();
    String two = monday + "/n1 " + monday + "/n2";
    assertThat(aitta.run("restore " + two)).isEqualTo(1);
    assertThat(aitta.err()).contains("n3", "--partial");
    assertThat(aitta.run("restore " + folder.resolve("tuesday"))).isEqualTo(1);
    assertThat(aitta.run("restore " + folder.resolve("none") + " --partial")).isEqualTo(1);
    assertThat(aitta.run("restore " + monday + " --progress plain")).as(aitta.err()).isZero();
    assertThat(aitta.err()).contains("verify monday: 3 shares", "restore monday: ", " keys");
    try (AittaClient client = clientOf(cluster)) {
      check(client);
      takeNewWrites(client);
      assertThat(aitta.run("restore " + monday + " --merge --no-verify --from-range 3 -o json"))
          .isZero();
      assertThat(text(client, Key.of("odd", "two"))).containsExactly("both"); // joined, not put
    }
  }

  private static List<String> text(AittaClient client, Key key) {
    return client.get(key).values().stream().map(Value::asText).sorted().toList();
  }

  private void check(AittaClient client) {
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int i = 0; i < before[writer]; i++) {
        int number = i * WRITERS + writer;
        assertThat(text(client, numbered(number)))
            .as("key %d, of writer %d with %d", number, writer, before[writer])
            .containsExactly("value " + number);
      }
    }
    assertThat(text(client, Key.of("odd", "two"))).containsExactly("1", "2");
    ReadResult.Found odd = (ReadResult.Found) client.get(new Key("odd", new byte[] {0, '/', -1}));
    Version version = odd.version();
    assertThat(version.value().contentType()).isEqualTo("image/png");
    assertThat(version.value().contentEncoding()).isEqualTo("br");
    assertThat(version.value().bytes()).hasSize(300_000);
    assertThat(version.value().bytes()[7]).isEqualTo((byte) 7);
    assertThat(version.expires()).isAfter(Instant.now().plus(Duration.ofDays(8)));
    assertThat(client.get(Key.of("odd", "gone"))).isInstanceOf(ReadResult.Missing.class);
    assertThat(text(client, Key.of("clock", "time"))).containsExactly("tick 4");
    assertThat(text(client, Key.of("locks", "gate"))).containsExactly("mine 19");
    assertThat(client.buckets().properties("clock").conflicts()).isEqualTo("latest");
    assertThat(client.buckets().properties("clock").w()).isEqualTo("all");
    assertThat(client.buckets().properties("reset").strict()).isFalse();
    assertThat(new TreeSet<>(client.buckets().list(null).toList()))
        .containsExactly("clock", "locks", "many", "odd");
  }

  /** With what was seen before, and without: each supersedes what it covers, and none is lost. */
  private void takeNewWrites(AittaClient client) {
    Key two = Key.of("odd", "two");
    client.put(two, Value.text("both"), WriteOptions.DEFAULT.after(seenTwo));
    assertThat(text(client, two)).containsExactly("both");
    Key lock = Key.of("locks", "gate");
    client.put(lock, Value.text("seen"), WriteOptions.DEFAULT.after(seenLock));
    assertThat(text(client, lock)).containsExactly("seen");
    String etag = ((ReadResult.Found) client.get(lock)).version().etag();
    for (int i = 0; i < 3; i++) {
      Value value = Value.text("yours " + i);
      etag = client.put(lock, value, WriteOptions.DEFAULT.ifMatch(etag)).etag();
      assertThat(text(client, lock)).containsExactly("yours " + i);
    }
    client.put(Key.of("clock", "time"), Value.text("tock"));
    assertThat(text(client, Key.of("clock", "time"))).containsExactly("tock");
    client.put(numbered(0), Value.text("plain"));
    assertThat(text(client, numbered(0))).containsExactly("plain");
    client.put(numbered(1), Value.text("beside"), WriteOptions.DEFAULT.beside());
    assertThat(text(client, numbered(1))).containsExactly("beside", "value 1");
    client.delete(numbered(2));
    assertThat(client.get(numbered(2))).isInstanceOf(ReadResult.Missing.class);
  }
}
