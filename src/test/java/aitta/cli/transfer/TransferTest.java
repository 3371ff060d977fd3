package aitta.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aitta.cli.output.ProgressBar;
import aitta.client.AittaClient;
import aitta.client.BatchOperation;
import aitta.client.ListOptions;
import aitta.client.MemoryCluster;
import aitta.client.ReadResult;
import aitta.client.ScriptedNode.Answer;
import aitta.client.Value;
import aitta.client.WriteOptions;
import aitta.model.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir Path folder;
  private final MemoryCluster cluster = new MemoryCluster(3);
  private final AittaClient client =
      AittaClient.builder()
          .node(cluster.node(0).url())
          .followRing(false)
          .deadline(Duration.ofSeconds(5))
          .build();
  private final ProgressBar bar =
      new ProgressBar(
          new PrintStream(new ByteArrayOutputStream()),
          ProgressBar.Style.NONE,
          "test",
          "keys",
          System::nanoTime);

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  /** Odd keys, values of every kind and size, siblings, a time to live. */
  private void fill(String bucket, int keys) {
    Random random = new Random(3);
    List<BatchOperation> puts = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      Key key = Key.of(bucket, "key-%04d".formatted(i));
      puts.add(BatchOperation.put(key, Value.of(value, "image/png")));
    }
    for (int i = 0; i < keys; i += 500) {
      client.batch(puts.subList(i, Math.min(keys, i + 500)));
    }
    client.put(Key.of(bucket, ".."), new Value(new byte[0], "text/plain", "gzip"));
    client.put(new Key(bucket, new byte[] {0, '/', (byte) 0xff}), Value.text("odd"));
    client.put(new Key(bucket, new byte[1024]), Value.text("long"));
    client.put(Key.of(bucket, "two"), Value.text("1"), WriteOptions.DEFAULT.beside());
    client.put(Key.of(bucket, "two"), Value.text("2"), WriteOptions.DEFAULT.beside());
    WriteOptions year = WriteOptions.DEFAULT.ttl(Duration.ofDays(3650));
    client.put(Key.of(bucket, "brief"), Value.text("gone"), year);
  }

  private Export export(String bucket, Format format) {
    return new Export(client, bucket, format, null, bar);
  }

  private Import importing(String bucket, Format format, boolean verifies) {
    return new Import(client, bucket, format, verifies, bar);
  }

  private List<String> contents(String bucket) {
    List<String> contents = new ArrayList<>();
    client
        .buckets()
        .keys(bucket, ListOptions.DEFAULT.include(ListOptions.Include.VALUES))
        .forEach(
            listed -> {
              List<String> values =
                  listed.versions().stream()
                      .map(
                          held ->
                              held.contentType()
                                  + held.contentEncoding()
                                  + Arrays.toString(held.value()))
                      .sorted()
                      .toList();
              contents.add(listed.key().encodedName() + values);
            });
    return contents;
  }

  @ParameterizedTest
  @EnumSource
  void bucketSurvivesTheWayOutAndIn(Format format) throws IOException {
    fill("from", 1500);
    Path file = folder.resolve("file");
    Path note = Transfers.beside(file);
    Export export = export("from", format);
    assertThat(export.to(file, note, false)).isNull();
    assertThat(export.items()).isEqualTo(1505);
    assertThat(note).doesNotExist();
    Import way = importing("to", format, true);
    assertThat(way.from(file, NOTHING, note, false)).isNull();
    assertThat(way.items()).isEqualTo(1505);
    assertThat(way.different()).isZero();
    assertThat(note).doesNotExist();
    assertThat(contents("to")).isEqualTo(contents("from"));
    assertThat(cluster.asked("POST /v1/batch").size()).isLessThan(50);

    client.put(Key.of("to", "key-0007"), Value.text("changed"));
    client.delete(Key.of("to", "key-0008"));
    Import comparing = importing("to", format, false);
    comparing.compare(file, NOTHING);
    assertThat(comparing.different()).isEqualTo(2);
    assertThat(comparing.shown()).containsExactlyInAnyOrder("key-0007", "key-0008");
  }

  @Test
  void whatTakesLongIsCountedSoThatItsEndCanBeForetold() throws IOException {
    fill("from", 1500);
    Path file = folder.resolve("file");
    export("from", Format.NDJSON).to(file, Transfers.beside(file), false);
    assertThat(cluster.asked("GET /v1/buckets/from/keys?limit=10000")).isEmpty();
    byte[] prefix = "key-1".getBytes(StandardCharsets.UTF_8);
    new Export(client, "from", Format.NDJSON, prefix, bar, Duration.ZERO)
        .to(new ByteArrayOutputStream());
    String asked = "GET /v1/buckets/from/keys?prefix=key-1&limit=10000";
    await().untilAsserted(() -> assertThat(cluster.asked(asked)).hasSize(1));
    KeyCount count = KeyCount.begin(client, "from", ListOptions.DEFAULT.prefix(prefix));
    await().untilAsserted(() -> assertThat(count.total()).isEqualTo(500));
    KeyCount closed = KeyCount.begin(client, "from", ListOptions.DEFAULT);
    closed.close();
    assertThat(closed.total()).isIn(0L, 1505L);
  }

  @ParameterizedTest
  @EnumSource
  void exportThatBrokeOffGoesOnAndEndsTheSame(Format format) throws IOException {
    fill("from", 1500);
    Path whole = folder.resolve("whole");
    export("from", format).to(whole, Transfers.beside(whole), false);
    Path file = folder.resolve("file");
    Path note = Transfers.beside(file);
    AtomicInteger batches = new AtomicInteger();
    cluster.first(
        asked ->
            asked.path().equals("/v1/batch") && batches.incrementAndGet() > 5
                ? Answer.problem(400, "invalid-request")
                : null);
    assertThatThrownBy(() -> export("from", format).to(file, note, false))
        .hasMessageContaining("T: D");
    assertThat(note).exists();
    Checkpoint checkpoint = Checkpoint.read(note);
    assertThat(checkpoint.items()).isBetween(200L, 1200L);
    Files.write(file, "torn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    cluster.first(asked -> null);
    int before = cluster.asked("POST").size();
    assertThat(export("from", format).to(file, note, false)).isNull();
    assertThat(file).hasSameBinaryContentAs(whole);
    assertThat(note).doesNotExist();
    assertThat(cluster.asked("POST").size() - before).isLessThan(8);
  }

  @ParameterizedTest
  @EnumSource
  void importThatBrokeOffGoesOn(Format format) throws IOException {
    fill("from", 1500);
    Path file = folder.resolve("file");
    Path note = Transfers.beside(file);
    export("from", format).to(file, note, false);
    cluster.first(
        asked ->
            asked.method().equals("PUT") && asked.target().contains("key-1100")
                ? Answer.problem(413, "value-too-large")
                : null);
    assertThatThrownBy(() -> importing("to", format, false).from(file, NOTHING, note, false))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("key key-1100");
    long done = Checkpoint.read(note).items();
    assertThat(done).isBetween(200L, 1100L);
    cluster.first(asked -> null);
    int before = cluster.asked("POST").size();
    Import again = importing("to", format, false);
    assertThat(again.from(file, NOTHING, note, false)).isNull();
    assertThat(again.items()).isEqualTo(1505);
    assertThat(cluster.asked("POST").size() - before).isLessThan(8);
    assertThat(contents("to")).isEqualTo(contents("from"));
  }

  @Test
  void checkpointOfSomethingElseIsNotUsed() throws IOException {
    fill("from", 3);
    Path file = folder.resolve("file");
    Path note = Transfers.beside(file);
    export("from", Format.NDJSON).to(file, note, false);
    assertThat(export("from", Format.NDJSON).to(file, note, false)).contains("there already");
    new Checkpoint("import", "other", Format.NDJSON, null, 1, Files.size(file), null).write(note);
    assertThat(importing("to", Format.NDJSON, false).from(file, NOTHING, note, false))
        .contains("another import");
    new Checkpoint("import", "to", Format.NDJSON, null, 1, 1, null).write(note);
    assertThat(importing("to", Format.NDJSON, false).from(file, NOTHING, note, false))
        .contains("has changed");
    assertThat(export("from", Format.NDJSON).to(file, note, false)).contains("another export");
    assertThat(importing("to", Format.NDJSON, false).from(file, NOTHING, note, true)).isNull();
    assertThat(contents("to")).isEqualTo(contents("from"));
    Files.writeString(note, "nonsense");
    assertThatThrownBy(() -> export("from", Format.NDJSON).to(file, note, false))
        .hasMessageContaining("--restart");
    assertThat(export("from", Format.NDJSON).to(file, note, true)).isNull();
  }

  @Test
  void importTakesTheSourceInItsOrder() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      String value =
          Base64.getEncoder().encodeToString(("" + i).getBytes(StandardCharsets.US_ASCII));
      lines
          .append("{\"key\":\"k")
          .append(i % 10)
          .append("\",\"value\":\"")
          .append(value)
          .append("\"}\n\n");
    }
    importing("to", Format.NDJSON, false)
        .from(
            null,
            new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
            null,
            false);
    for (int i = 0; i < 10; i++) {
      assertThat(client.get(Key.of("to", "k" + i)).single().map(Value::asText)).contains("99" + i);
    }
  }

  @Test
  void whatHasExpiredIsLeftOutAndTheRestKeepsItsTime() throws IOException {
    String soon = Instant.now().plusSeconds(100).toString();
    String lines =
        "{\"key\":\"a\",\"value\":\"\",\"expires\":\"2001-01-01T00:00:00Z\"}\n"
            + "{\"key\":\"b\",\"value\":\"\",\"expires\":\""
            + soon
            + "\"}";
    Import way = importing("to", Format.NDJSON, true);
    way.from(null, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), null, false);
    assertThat(way.expired()).isEqualTo(1);
    assertThat(way.items()).isEqualTo(2);
    assertThat(way.different()).isZero();
    assertThat(client.get(Key.of("to", "a"))).isInstanceOf(ReadResult.Missing.class);
    assertThat(cluster.asked("POST /v1/batch").get(0).text()).containsPattern("\"ttl\":\"(99|100)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"key\":\"k\"}",
        "{\"key\":\"k\",\"value\":7}",
        "{\"key\":\"k\",\"value\":\"*\"}",
        "{\"key\":\"%\",\"value\":\"\"}",
        "{\"key\":\"\",\"value\":\"\"}",
        "{\"key\":\"k\",\"siblings\":[]}",
        "{\"key\":\"k\",\"value\":\"\",\"expires\":\"soon\"}"
      })
  void lineThatIsNoneIsNamed(String line) {
    byte[] bytes = ("{\"key\":\"a\",\"value\":\"\"}\n" + line).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                importing("to", Format.NDJSON, false)
                    .from(null, new ByteArrayInputStream(bytes), null, false))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(line 2 can't be read|item ): ?[^\n]*");
  }

  @Test
  void archiveOfAnotherTarIsTakenWithItsNamesAsKeys() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.putArchiveEntry(new TarArchiveEntry("folder/"));
      tar.closeArchiveEntry();
      TarArchiveEntry entry = new TarArchiveEntry("folder/a file");
      entry.setSize(3);
      tar.putArchiveEntry(entry);
      tar.write("rye".getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    importing("to", Format.TAR, true)
        .from(null, new ByteArrayInputStream(bytes.toByteArray()), null, false);
    assertThat(client.get(Key.of("to", "folder/a file")).single())
        .contains(Value.of("rye".getBytes(StandardCharsets.UTF_8)));
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), 1024 + 513);
    assertThatThrownBy(
            () ->
                importing("to", Format.TAR, false)
                    .from(null, new ByteArrayInputStream(cut), null, false))
        .isInstanceOf(IOException.class);
  }

  @Test
  void namesInAnArchiveLeadNowhereElse() throws IOException {
    fill("from", 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    export("from", Format.TAR).to(bytes);
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .contains("%2E%2E", "%00%2F%FF", "two#1", "two#2", "key-0000")
        .allMatch(name -> !name.contains("/"));
  }

  @Test
  void keysThatAreTooMuchTogetherAreFetchedAlone() throws IOException {
    fill("from", 20);
    cluster.first(
        asked -> asked.path().equals("/v1/batch") ? Answer.problem(413, "value-too-large") : null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Export export = export("from", Format.NDJSON);
    export.to(bytes);
    assertThat(export.items()).isEqualTo(25);
  }

  @Test
  void siblingsThatMayHaveBeenWrittenAreWrittenAnew() throws IOException {
    fill("from", 0);
    Path file = folder.resolve("file");
    export("from", Format.NDJSON).to(file, Transfers.beside(file), false);
    AtomicInteger cuts = new AtomicInteger();
    cluster.first(
        asked -> {
          boolean beside = "none".equals(asked.header("Aitta-Context"));
          return beside && cuts.incrementAndGet() == 1 ? Answer.CUT : null;
        });
    importing("to", Format.NDJSON, true).from(file, NOTHING, null, false);
    assertThat(contents("to")).isEqualTo(contents("from"));
    assertThat(cuts).hasValue(2);
  }
}
