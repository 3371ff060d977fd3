package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.cli.CommandLineRun;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients that list a bucket page by page and as a stream, and export it, again and again while
 * ranges move. Nobody writes to it. Each time every key comes once, in order; or there is an error,
 * from which the next try goes on.
 */
final class ListingWorkload {
  private static final int PAGE = 70;

  /** For one question, through whichever nodes; longer is no passing trouble. */
  private static final Duration PATIENCE = RingChecks.LIMIT;

  /** What listings cost is not to be the load under which the cluster is tested. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final List<Integer> MAY_BE_GONE_ON_WITH = List.of(1, 6);

  private final String bucket;
  private final Map<String, String> values;
  private final Supplier<List<TestNode>> serving;
  private final Path folder;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger retried = new AtomicInteger();

  /**
   * @param values of all keys of the bucket; names need no encoding
   * @param serving nodes that clients know of, whenever asked
   * @param folder for what is exported
   */
  ListingWorkload(
      String bucket, Map<String, String> values, Supplier<List<TestNode>> serving, Path folder) {
    this.bucket = bucket;
    this.values = new TreeMap<>(values);
    this.serving = serving;
    this.folder = folder;
  }

  Work.Running<Integer> start(Random random) {
    long[] seeds = random.longs(3).toArray();
    return Work.start(
        3,
        worker -> {
          Random own = new Random(seeds[worker]);
          int done = 0;
          while (!over.get()) {
            switch (worker) {
              case 0 -> pages(own);
              case 1 -> stream(own);
              default -> export(done);
            }
            done++;
            Faults.pass(PAUSE);
          }
          return done;
        });
  }

  /** Each of them has been done at least once. */
  void finish(Work.Running<Integer> running) {
    over.set(true);
    List<Integer> done = running.join();
    System.out.printf(
        "listings: %d by pages, %d streams, %d exports, %s tried again%n",
        done.get(0), done.get(1), done.get(2), retried);
    assertThat(done).allSatisfy(count -> assertThat(count).isPositive());
  }

  private TestNode any(Random random) {
    List<TestNode> nodes = serving.get();
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void pages(Random random) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      String query = "/keys?timeout=10s&limit=" + PAGE + cursor;
      JsonNode page = answer(random, query, "application/json").json();
      page.path("keys").forEach(key -> found.add(key.asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : null;
    }
    expectAll("pages", found);
  }

  private void stream(Random random) {
    Reply reply = answer(random, "/keys?timeout=10s", "application/x-ndjson");
    expectAll("a stream", reply.text().lines().map(line -> json(line, "key")).toList());
  }

  /** One whose connection is cut before its end has not been given. */
  private Reply answer(Random random, String query, String accept) {
    List<String> refusals = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        String path = Paths.bucket(bucket) + query;
        Reply reply = any(random).client().get(path, "Accept", accept);
        if (reply.status() == 200) {
          return reply;
        }
        assertThat(reply.status()).as("%s", reply).isIn(429, 503);
        refusals.add(reply.toString());
      } catch (UncheckedIOException e) {
        refusals.add(e.toString());
      }
      retried.incrementAndGet();
      Faults.pass(PAUSE);
    }
    throw new AssertionError("no answer to " + query + ": " + refusals);
  }

  private void export(int number) throws IOException {
    Path file = folder.resolve("export-" + number + ".ndjson");
    int code = 1;
    long start = System.nanoTime();
    while (code != 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
      String[] urls = serving.get().stream().map(TestNode::url).toArray(String[]::new);
      CommandLineRun aitta = new CommandLineRun(urls);
      code = aitta.run("export", bucket, file.toString(), "--deadline", "30s");
      if (code != 0) {
        retried.incrementAndGet();
        assertThat(code).as(aitta.err()).isIn(MAY_BE_GONE_ON_WITH);
        assertThat(aitta.err()).contains("aitta: ");
      }
    }
    assertThat(code).as("exit code of export").isZero();
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String key = json(line, "key");
      assertThat(new String(value(line), StandardCharsets.UTF_8)).isEqualTo(values.get(key));
      found.add(key);
    }
    expectAll("an export", found);
    Files.delete(file);
  }

  private void expectAll(String what, List<String> found) {
    assertThat(found).as(what).containsExactlyElementsOf(values.keySet());
  }

  private static String json(String line, String field) {
    try {
      return Json.MAPPER.readTree(line).path(field).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static byte[] value(String line) throws IOException {
    return Json.MAPPER.readTree(line).path("value").binaryValue();
  }
}
