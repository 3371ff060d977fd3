package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many keys are imported, compared, exported and listed by processes with little memory, which are
 * killed and given the same command again, while nodes are killed and come back.
 *
 * <p>{@code -Daitta.transfer.keys=1000000} is the goal; the default is what a build can spare.
 */
@AcceptanceTest
class TransferUnderFaultsIT {
  private static final int KEYS = Integer.getInteger("aitta.transfer.keys", 20_000);
  private static final Duration LIMIT = Duration.ofSeconds(30 + KEYS / 100);

  /** A run that ends with a clear error is gone on with; this often. */
  private static final int MOST_RUNS = 10;

  private static final List<Integer> MAY_BE_GONE_ON_WITH = List.of(1, 6);

  @TempDir Path folder;
  private TestCluster cluster;

  @Test
  void nothingIsLostOrTwiceAndMemoryIsBounded() throws IOException {
    Path in = folder.resolve("in.ndjson");
    Path out = folder.resolve("out.ndjson");
    write(in);
    try (TestCluster three = TestCluster.of("transfer", 3).start()) {
      cluster = three;
      disturbed(in, cluster.node(1), "import", "mill", in.toString());
      expectWhole(in);
      disturbed(out, cluster.node(2), "export", "mill", out.toString());
      expectEachKeyOnce(out);
      expectWhole(out);

      Path listed = folder.resolve("listed");
      assertThat(end(verb(listed, "list", "mill", "-o", "raw"))).as(said(listed)).isZero();
      try (BufferedReader lines = Files.newBufferedReader(listed)) {
        assertThat(lines.lines().count()).isEqualTo(KEYS);
      }
    }
  }

  /** The verb is killed once, and the node; then it goes on until it is done. */
  private void disturbed(Path file, TestNode victim, String... words) throws IOException {
    Path note = file.resolveSibling(file.getFileName() + ".checkpoint");
    Path log = folder.resolve(words[0] + ".log");
    Process process = verb(log, words);
    awaitNoted(process, note, 1);
    process.destroyForcibly();
    end(process);
    long noted = items(note);
    System.out.printf("%s was killed behind %d keys%n", words[0], noted);

    process = verb(log, words);
    awaitNoted(process, note, noted + 1);
    victim.kill();
    System.out.printf("%s: %s was killed behind %d keys%n", words[0], victim.id(), items(note));
    long then = items(note);
    awaitNoted(process, note, then + KEYS / 10); // it goes on without that node
    victim.start();
    int code = end(process);
    for (int run = 0; code != 0 && run < MOST_RUNS; run++) {
      assertThat(code).as(said(log)).isIn(MAY_BE_GONE_ON_WITH);
      assertThat(said(log)).contains("aitta: ").doesNotContain("Exception in");
      code = end(verb(log, words));
    }
    assertThat(code).as(said(log)).isZero();
    assertThat(said(log)).contains(KEYS + " keys").contains("done");
    assertThat(note).doesNotExist();
    victim.awaitReady(TestNode.START_LIMIT);
    cluster.awaitAllUp();
  }

  private static void awaitNoted(Process process, Path note, long items) {
    await("the verb to have come further")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> items(note) >= items || !process.isAlive());
  }

  /** 0 while nothing is noted. */
  private static long items(Path note) {
    try {
      return Files.exists(note) ? Json.MAPPER.readTree(note.toFile()).path("items").asLong() : 0;
    } catch (IOException e) {
      return 0; // it is done, and the note is gone
    }
  }

  private void expectWhole(Path file) throws IOException {
    Path log = folder.resolve("compare.log");
    int code = end(verb(log, "import", "mill", file.toString(), "--verify-only", "-o", "raw"));
    assertThat(code).as(said(log)).isZero();
    assertThat(said(log)).contains("mill\t" + KEYS + "\t0\tyes\t0");
  }

  private void expectEachKeyOnce(Path file) throws IOException {
    String last = "";
    int count = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode item = Json.MAPPER.readTree(line);
        String key = item.path("key").asText();
        assertThat(key).isGreaterThan(last); // in order, hence each once
        last = key;
        count++;
      }
    }
    assertThat(count).isEqualTo(KEYS);
  }

  private static void write(Path file) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < KEYS; i++) {
        int number = (int) ((long) i * 7919 % KEYS);
        String value = "value of " + number + ".".repeat(number % 97);
        String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        lines.write("{\"key\":\"user%%2F%07d\",\"value\":\"%s\"}\n".formatted(number, base64));
      }
    }
  }

  /** In a process of its own, which has no room for all the keys. */
  private Process verb(Path log, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-jar", System.getProperty("aitta.jar")));
    command.addAll(List.of(words));
    command.addAll(List.of("--deadline", "60s", "--url"));
    command.add(cluster.nodes().stream().map(TestNode::url).collect(Collectors.joining(",")));
    return new ProcessBuilder(command)
        .redirectError(log.resolveSibling(log.getFileName() + ".err").toFile())
        .redirectOutput(log.toFile())
        .start();
  }

  private static int end(Process process) {
    try {
      await("the verb to end").atMost(LIMIT).until(() -> !process.isAlive());
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String said(Path log) {
    try {
      Path errors = log.resolveSibling(log.getFileName() + ".err");
      return Files.readString(errors) + (Files.size(log) < 100_000 ? Files.readString(log) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
