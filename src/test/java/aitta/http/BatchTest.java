package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several operations in one request. */
class BatchTest {
  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static String put(String key, String value, String... more) {
    String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    return operation("put", key, "\"value\":\"" + base64 + "\"" + fields(more));
  }

  private static String operation(String op, String key, String more) {
    String rest = more.isEmpty() ? "" : "," + more;
    return "{\"op\":\"" + op + "\",\"bucket\":\"b\",\"key\":\"" + key + "\"" + rest + "}";
  }

  private static String get(String key) {
    return operation("get", key, "");
  }

  private static String fields(String... pairs) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      String text = pairs[i + 1].replace("\"", "\\\"");
      fields.append(",\"").append(pairs[i]).append("\":\"").append(text).append('"');
    }
    return fields.toString();
  }

  private static RawConnection.Answer post(String query, String body) throws Exception {
    return edge.askWithBody("POST /v1/batch" + query, body, "Content-Type: application/json");
  }

  private static JsonNode batch(String... operations) throws Exception {
    RawConnection.Answer answer =
        post("", "{\"operations\":[" + String.join(",", operations) + "]}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    JsonNode results = Json.MAPPER.readTree(answer.body()).get("results");
    assertThat(results).hasSize(operations.length);
    return results;
  }

  /** Of the results themselves: a problem has one of its own. */
  private static List<String> statuses(JsonNode results) {
    List<String> statuses = new ArrayList<>();
    results.forEach(result -> statuses.add(result.get("status").asText()));
    return statuses;
  }

  @Test
  void resultsComeInTheOrderOfTheOperations() throws Exception {
    edge.askWithBody("PUT /v1/buckets/b/keys/gone", "x");
    edge.ask("DELETE /v1/buckets/b/keys/gone");
    edge.askWithBody("PUT /v1/buckets/b/keys/two", "1", "Aitta-Context: none");
    edge.askWithBody("PUT /v1/buckets/b/keys/two", "2", "Aitta-Context: none");
    JsonNode results =
        batch(
            put("k", "v", "contentType", "a/b", "contentEncoding", "br", "ttl", "1h"),
            get("k"),
            get("never"),
            get("gone"),
            get("two"),
            operation("delete", "k", ""),
            get("k"));
    assertThat(statuses(results)).containsExactly("204", "200", "404", "404", "300", "204", "404");
    JsonNode one = results.get(1);
    assertThat(one.properties().stream().map(java.util.Map.Entry::getKey))
        .containsExactly(
            "status",
            "value",
            "contentType",
            "contentEncoding",
            "etag",
            "lastModified",
            "expires",
            "context");
    assertThat(one.get("value").binaryValue()).containsExactly('v');
    assertThat(one.get("contentType").asText()).isEqualTo("a/b");
    assertThat(one.get("etag")).isEqualTo(results.get(0).get("etag"));
    assertThat(results.get(2).size()).isEqualTo(1); // nothing was ever there
    assertThat(results.get(3).get("context").asText()).isNotEmpty();
    assertThat(results.get(4).get("siblings")).hasSize(2);
    assertThat(results.get(4).get("siblings").get(0).get("value").asText()).isEqualTo("MQ==");
    assertThat(results.get(5).get("context").asText()).isNotEmpty();
  }

  @Test
  void keysArePercentEncodedTextOrBare() throws Exception {
    batch(put("%00%ff/\u00c3\u00a4 +%2F", "v"), put("..", "w"));
    byte[] name = {0, (byte) 0xff, '/', (byte) 0xc3, (byte) 0xa4, ' ', '+', '/'};
    assertThat(edge.backend.state).containsOnlyKeys(new Key("b", name), Key.of("b", ".."));
    JsonNode results = batch(get("%"), get("%4"), get("%zz"), get(""), get("\\ud800"), get("%25"));
    assertThat(statuses(results)).containsExactly("400", "400", "400", "400", "400", "404");
  }

  @Test
  void contextsAndPreconditionsMeanWhatTheyMeanAlone() throws Exception {
    String context = batch(put("k", "1")).get(0).get("context").asText();
    JsonNode beside = batch(put("k", "2", "context", "none"), put("k", "3", "context", ""));
    assertThat(statuses(beside)).containsExactly("204", "204");
    assertThat(batch(get("k")).get(0).get("siblings")).hasSize(3);
    batch(put("k", "4", "context", context));
    assertThat(batch(get("k")).get(0).get("siblings")).hasSize(3);
    batch(put("k", "5"));
    JsonNode alone = batch(get("k")).get(0);
    assertThat(alone.get("status").asInt()).isEqualTo(200);
    String etag = alone.get("etag").asText();
    JsonNode failed = batch(put("k", "6", "ifNoneMatch", "*")).get(0);
    assertThat(failed.get("status").asInt()).isEqualTo(412);
    assertThat(failed.get("etag").asText()).isEqualTo(etag);
    assertThat(failed.get("context").asText()).isNotEmpty();
    assertThat(failed.get("problem").get("type").asText())
        .isEqualTo("/problems/precondition-failed");
    JsonNode matched =
        batch(
            put("k", "6", "ifMatch", etag),
            put("k", "7", "ifMatch", "\"" + etag + "\""),
            operation("delete", "k", "\"ifMatch\":\"*\""));
    assertThat(statuses(matched)).contains("204", "412", "204");
  }

  @Test
  void whatIsWrongWithOneOperationHarmsNoOther() throws Exception {
    JsonNode results =
        batch(
            put("k", "v"),
            "{\"op\":\"get\",\"bucket\":\".b\",\"key\":\"k\"}",
            operation("put", "k2", "\"value\":\"no base64!\""),
            put("k2", "v", "contentType", "nonsense"),
            put("k2", "v", "contentEncoding", "a b"),
            put("k2", "v", "ttl", "1"),
            put("k2", "v", "context", "forged"),
            put("k2", "v", "context", "none", "ifMatch", "*"),
            put("k2", "v", "ifMatch", "*", "ifNoneMatch", "*"),
            put("k2", "v".repeat(RunningEdge.MAX_VALUE + 1)),
            put("k3", "v"));
    assertThat(statuses(results))
        .startsWith("204", "400", "400", "400", "400", "400", "400", "400", "400")
        .endsWith("413", "204");
    assertThat(results.get(1).get("problem").get("type").asText())
        .isEqualTo("/problems/invalid-request");
    assertThat(results.get(9).get("problem").get("limit").asInt()).isEqualTo(RunningEdge.MAX_VALUE);
    assertThat(edge.backend.state).containsOnlyKeys(Key.of("b", "k"), Key.of("b", "k3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"operations\":{}}",
        "{\"operations\":[]",
        "{\"operations\":[]}x",
        "{\"operations\":[],\"operations\":[]}",
        "{\"operations\":[],\"more\":1}",
        "{\"operations\":[1]}",
        "{\"operations\":[{}]}",
        "{\"operations\":[{\"op\":\"peek\",\"bucket\":\"b\",\"key\":\"k\"}]}",
        "{\"operations\":[{\"op\":\"get\",\"bucket\":\"b\"}]}",
        "{\"operations\":[{\"op\":\"get\",\"key\":\"b\"}]}",
        "{\"operations\":[{\"op\":\"get\",\"bucket\":\"b\",\"key\":1}]}",
        "{\"operations\":[{\"op\":\"get\",\"bucket\":\"b\",\"key\":\"k\",\"value\":\"\"}]}",
        "{\"operations\":[{\"op\":\"put\",\"bucket\":\"b\",\"key\":\"k\"}]}",
        "{\"operations\":[{\"op\":\"delete\",\"bucket\":\"b\",\"key\":\"k\",\"ttl\":\"1s\"}]}"
      })
  void jsonThatCannotBeRightDoesNothing(String body) throws Exception {
    String good = "[" + put("k", "v") + ",{";
    String sent = body.replace("[{", good); // an operation that is right does not help
    RawConnection.Answer answer = post("", sent.isEmpty() ? " " : sent);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void boundsAreKept() throws Exception {
    List<String> operations = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      operations.add(get("k" + i));
    }
    assertThat(batch(operations.toArray(String[]::new))).hasSize(1000);
    operations.add(get("one more"));
    RawConnection.Answer tooMany =
        post("", "{\"operations\":[" + String.join(",", operations) + "]}");
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.text()).contains("1000");
    assertThat(batch()).isEmpty();
    RawConnection.Answer tooLong =
        edge.ask(
            "POST /v1/batch",
            "Content-Type: application/json",
            "Content-Length: " + (BatchRoutes.MAX_BYTES + 1));
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.text()).contains("\"limit\":" + BatchRoutes.MAX_BYTES);
  }

  @Test
  void valuesThatTheAnswerHasNoRoomForAreNotSent() throws Exception {
    byte[] large = new byte[5_000_000];
    edge.backend.script =
        request ->
            CompletableFuture.completedFuture(
                request instanceof Request.Read
                    ? FakeBackend.valueOf(large)
                    : edge.backend.done(request));
    JsonNode results = batch(get("a"), get("b"), get("c"), put("d", "v"));
    assertThat(statuses(results)).containsExactlyInAnyOrder("200", "200", "413", "204");
    assertThat(results.get(3).get("status").asInt()).isEqualTo(204);
  }

  @Test
  void operationsRunAtOnceButThoseOfOneKeyInOrder() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Queue<CompletableFuture<Outcome>> held = new ConcurrentLinkedQueue<>();
    Queue<Request> order = new ConcurrentLinkedQueue<>();
    edge.backend.script =
        request -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          order.add(request);
          CompletableFuture<Outcome> outcome = new CompletableFuture<>();
          held.add(outcome);
          return outcome
              .completeOnTimeout(
                  edge.backend.done(request), 5, java.util.concurrent.TimeUnit.MILLISECONDS)
              .whenComplete((done, failure) -> now.decrementAndGet());
        };
    List<String> operations = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      operations.add(put(i % 2 == 0 ? "same" : "k" + i, "v" + i));
    }
    batch(operations.toArray(String[]::new));
    assertThat(most.get()).isBetween(2, 32);
    List<String> same =
        order.stream()
            .filter(request -> request.key().equals(Key.of("b", "same")))
            .map(request -> new String(((Request.Write) request).content().value()))
            .toList();
    assertThat(same)
        .hasSize(50)
        .isSortedAccordingTo(
            java.util.Comparator.comparingInt(value -> Integer.parseInt(value.substring(1))));
    assertThat(batch(get("same")).get(0).get("status").asInt()).isEqualTo(200);
  }

  @Test
  void endsByItsTimeoutWithWhatIsDone() throws Exception {
    edge.backend.script =
        request -> {
          Duration left = request.timeout();
          assertThat(left).isLessThanOrEqualTo(Duration.ofMillis(300));
          return request.key().equals(Key.of("b", "slow"))
              ? new CompletableFuture<Outcome>()
                  .completeOnTimeout(
                      new Outcome.QuorumNotMet(2, 1, "slow"),
                      left.toMillis(),
                      java.util.concurrent.TimeUnit.MILLISECONDS)
              : CompletableFuture.completedFuture(edge.backend.done(request));
        };
    String body =
        "{\"operations\":[" + put("k", "v") + "," + get("slow") + "," + get("slow") + "]}";
    RawConnection.Answer answer = post("?timeout=300ms", body);
    JsonNode results = Json.MAPPER.readTree(answer.body()).get("results");
    assertThat(results.get(0).get("status").asInt()).isEqualTo(204);
    for (int i = 1; i < 3; i++) {
      assertThat(results.get(i).get("status").asInt()).isEqualTo(503);
      assertThat(results.get(i).get("problem").get("type").asText())
          .isEqualTo("/problems/quorum-not-met");
    }
  }

  @Test
  void parametersApplyToAllOperationsAndBucketsHaveTheRest() throws Exception {
    edge.backend.properties.put(
        "b", new BucketProperties(Level.ONE, Level.ALL, true, true, Duration.ofHours(1)));
    batch(put("k", "v"), get("k"));
    Request.Write write = (Request.Write) edge.backend.requests.poll();
    Request.Read read = (Request.Read) edge.backend.requests.poll();
    assertThat(List.of(write.w(), read.r())).containsExactly(Level.ALL, Level.ONE);
    assertThat(write.strict() && read.strict() && write.latest()).isTrue();
    assertThat(write.content().expiresAtMillis()).isPositive();
    String body = "{\"operations\":[" + put("k", "v") + "," + get("k") + "]}";
    assertThat(post("?r=2&w=one&strict=false", body).status()).isEqualTo(200);
    write = (Request.Write) edge.backend.requests.poll();
    read = (Request.Read) edge.backend.requests.poll();
    assertThat(List.of(write.w(), read.r())).containsExactly(Level.ONE, new Level(2));
    assertThat(write.strict() || read.strict()).isFalse();
    for (String query : List.of("?r=4", "?w=0", "?strict=x", "?timeout=0ms", "?ttl=1s")) {
      assertThat(post(query, body).status()).as(query).isEqualTo(400);
    }
  }

  @Test
  void bodyMustBeSentAsJson() throws Exception {
    assertThat(edge.askWithBody("POST /v1/batch", "{\"operations\":[]}").status()).isEqualTo(415);
    assertThat(edge.ask("GET /v1/batch").status()).isEqualTo(405);
    edge.backend.notReady = "starting";
    assertThat(post("", "{\"operations\":[]}").status()).isEqualTo(503);
  }
}
