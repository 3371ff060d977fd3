package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.api.ExplainReport;
import aitta.cli.CommandLineRun;
import aitta.client.AittaClient;
import aitta.client.BatchOperation;
import aitta.client.ListOptions;
import aitta.client.ListOptions.Include;
import aitta.client.ListedKey;
import aitta.client.ReadResult;
import aitta.client.Value;
import aitta.client.WriteOptions;
import aitta.model.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Listings, and what stands on them, by client and command line, against true nodes. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ListVerbsIT {
  private static final int KEYS = 2500;

  @TempDir Path folder;
  private final AittaClient client;
  private final CommandLineRun aitta;
  private final String bucket = Paths.fresh("list");

  ListVerbsIT(TestCluster cluster) {
    String[] urls = cluster.nodes().stream().map(TestNode::url).toArray(String[]::new);
    this.client = AittaClient.of(urls);
    this.aitta = new CommandLineRun(urls);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private int run(String line) {
    return aitta.run(line.replace("BUCKET", bucket).split(" "));
  }

  private void fill() {
    List<BatchOperation> puts = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      puts.add(BatchOperation.put(Key.of(bucket, "k%04d".formatted(i)), Value.text("value " + i)));
    }
    for (int i = 0; i < KEYS; i += 500) {
      client.batch(puts.subList(i, i + 500));
    }
    client.put(new Key(bucket, new byte[] {0, '/', (byte) 0xff}), Value.text("odd"));
    client.put(Key.of(bucket, ".."), new Value(new byte[0], "text/x-none", "gzip"));
    client.put(Key.of(bucket, "two"), Value.text("1"), WriteOptions.DEFAULT.beside());
    client.put(Key.of(bucket, "two"), Value.text("22"), WriteOptions.DEFAULT.beside());
    client.put(
        Key.of(bucket, "brief"), Value.text("x"), WriteOptions.DEFAULT.ttl(Duration.ofDays(9)));
    awaitListed(bucket, KEYS + 4);
  }

  /** A listing may lag writes by a few seconds. */
  private void awaitListed(String where, long keys) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.buckets().keys(where).count() == keys);
  }

  @Test
  void keysAreListedAndExplainedAndDeleted() {
    fill();
    assertThat(client.buckets().list(bucket)).containsExactly(bucket);
    assertThat(
            client
                .buckets()
                .keys(bucket, ListOptions.DEFAULT.pageSize(300))
                .map(listed -> listed.key().encodedName()))
        .hasSize(KEYS + 4)
        .doesNotHaveDuplicates()
        .startsWith("%00%2F%FF", "..", "brief", "k0000")
        .endsWith("k2499", "two");
    byte[] prefix = "k1".getBytes(StandardCharsets.UTF_8);
    byte[] after = "k1990".getBytes(StandardCharsets.UTF_8);
    List<ListedKey> some =
        client
            .buckets()
            .keys(bucket, ListOptions.DEFAULT.prefix(prefix).after(after).include(Include.VALUES))
            .toList();
    assertThat(some).hasSize(9);
    assertThat(new String(some.get(0).versions().get(0).value(), StandardCharsets.UTF_8))
        .isEqualTo("value 1991");
    byte[] two = "two".getBytes(StandardCharsets.UTF_8);
    ListedKey siblings =
        client
            .buckets()
            .keys(bucket, ListOptions.DEFAULT.prefix(two).include(Include.META))
            .findFirst()
            .orElseThrow();
    assertThat(siblings.versions()).hasSize(2);
    assertThat(siblings.size()).isEqualTo(3);

    ExplainReport report = client.explain(Key.of(bucket, "two"));
    assertThat(report.replicas()).hasSize(3).allMatch(ExplainReport.Replica::answered);
    assertThat(run("explain BUCKET two")).isZero();
    assertThat(aitta.out().lines()).hasSize(1 + 3 * 2);

    assertThat(run("list BUCKET --limit 2 --encoded")).isZero();
    assertThat(aitta.out().lines()).containsExactly("KEY", "%00%2F%FF", "..");
    assertThat(run("list BUCKET --prefix t --long")).isZero();
    assertThat(aitta.out().lines()).hasSize(3);
    assertThat(run("bucket list --prefix " + bucket)).isZero();
    assertThat(aitta.out().lines()).containsExactly("BUCKET", bucket);
    assertThat(run("bucket delete-keys BUCKET --prefix k --wait 60s")).isZero();
    assertThat(aitta.err()).contains("delete: 2500 keys").contains("done");
    awaitListed(bucket, 4);
    assertThat(run("list BUCKET --after brief -o raw")).isZero();
    assertThat(aitta.out()).isEqualTo("two\n");
    assertThat(run("bucket delete-keys BUCKET --prefix %00 --encoded --progress none")).isZero();
    awaitListed(bucket, 3);
    assertThat(run("bucket delete-keys BUCKET --all --no-wait")).isZero();
    assertThat(aitta.err()).contains("/deletions/");
    awaitListed(bucket, 0);
  }

  @Test
  void bucketsGoOutAndInAsLinesAndAsArchives() throws IOException {
    fill();
    for (String ending : List.of("ndjson", "tar")) {
      Path file = folder.resolve("bucket." + ending);
      String other = bucket + "-" + ending;
      assertThat(run("export BUCKET " + file + " --verify -o raw")).isZero();
      assertThat(aitta.out()).isEqualTo(bucket + "\t" + (KEYS + 4) + "\tyes\t0\n");
      assertThat(file).isNotEmptyFile();
      assertThat(run("import " + other + " " + file + " --verify -o raw")).isZero();
      assertThat(aitta.out()).isEqualTo(other + "\t" + (KEYS + 4) + "\t0\tyes\t0\n");
      assertThat(client.get(Key.of(other, "two")).values()).hasSize(2);
      assertThat(client.get(Key.of(other, "..")).values())
          .containsExactly(new Value(new byte[0], "text/x-none", "gzip"));
      ReadResult.Found brief = (ReadResult.Found) client.get(Key.of(other, "brief"));
      assertThat(brief.version().expires()).isNotNull();
      client.delete(Key.of(other, "k0077"));
      assertThat(run("import " + other + " " + file + " --verify-only")).isEqualTo(1);
      assertThat(aitta.err()).contains("different: k0077");
    }
    Path odd = Files.writeString(folder.resolve("odd"), "of something else");
    String note = " --checkpoint " + folder.resolve("note");
    String out = "export BUCKET " + odd + " --format tar --prefix k%31 --encoded --progress none";
    assertThat(run(out + note)).isEqualTo(2);
    assertThat(run(out + note + " --restart -o raw")).isZero();
    assertThat(aitta.out()).isEqualTo(bucket + "\t1000\tno\t0\n");
    String in = "import BUCKET-odd " + odd + " --format tar --progress none --restart";
    assertThat(run(in + note)).isZero();
    awaitListed(bucket + "-odd", 1000);
    assertThat(folder).isDirectoryNotContaining(path -> Files.isDirectory(path));
  }
}
