package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.bucket.BucketProperties;
import aitta.quorum.Level;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings of buckets and keys. */
class ListTest {
  private static final String KEYS = "/v1/buckets/b/keys";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static void put(String... keys) throws Exception {
    for (String key : keys) {
      edge.askWithBody("PUT " + KEYS + "/" + key, "v", "Content-Type: a/b");
    }
  }

  private static JsonNode list(String query) throws Exception {
    RawConnection.Answer answer = edge.ask("GET " + KEYS + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    return Json.MAPPER.readTree(answer.body());
  }

  private static List<String> keys(JsonNode page) {
    List<String> keys = new ArrayList<>();
    page.get("keys")
        .forEach(key -> keys.add(key.isTextual() ? key.asText() : key.get("key").asText()));
    return keys;
  }

  @Test
  void keysComeInByteOrderAsPercentEncodedText() throws Exception {
    put("b", "a", "%ff", "%00", "a%2Fb", "..", "A", "a+b", "%C3%A4");
    JsonNode page = list("");
    assertThat(keys(page))
        .containsExactly("%00", "..", "A", "a", "a%2Bb", "a%2Fb", "b", "%C3%A4", "%FF");
    assertThat(page.has("next")).isFalse();
    edge.ask("DELETE " + KEYS + "/a");
    assertThat(keys(list(""))).doesNotContain("a").hasSize(8);
  }

  @Test
  void prefixAndAfterAreBytes() throws Exception {
    put("a", "a%00", "a%FF", "a%FF%FF", "b", "%FF", "%FF%FF");
    assertThat(keys(list("?prefix=a"))).containsExactly("a", "a%00", "a%FF", "a%FF%FF");
    assertThat(keys(list("?prefix=a%FF"))).containsExactly("a%FF", "a%FF%FF");
    assertThat(keys(list("?prefix=%FF"))).containsExactly("%FF", "%FF%FF");
    assertThat(keys(list("?after=a"))).startsWith("a%00").hasSize(6);
    assertThat(keys(list("?after=a%00&prefix=a"))).containsExactly("a%FF", "a%FF%FF");
    assertThat(keys(list("?after=0&prefix=a"))).hasSize(4);
    assertThat(keys(list("?after=z&prefix=a"))).isEmpty();
    assertThat(keys(list("?after="))).hasSize(7);
    assertThat(keys(list("?prefix=a+"))).isEmpty();
  }

  @Test
  void cursorLeadsThroughAllPages() throws Exception {
    put("p1", "p2", "p3", "p4", "p5", "q");
    List<String> all = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 3; page++) {
      JsonNode found = list("?prefix=p&limit=2" + cursor);
      all.addAll(keys(found));
      assertThat(found.has("next")).isEqualTo(page < 2);
      if (page < 2) {
        assertThat(found.get("next").asText()).matches("[A-Za-z0-9_-]+");
        cursor = "&cursor=" + found.get("next").asText();
      }
    }
    assertThat(all).containsExactly("p1", "p2", "p3", "p4", "p5");
  }

  @Test
  void metadataAndValuesAreIncludedWhereAskedFor() throws Exception {
    edge.askWithBody(
        "PUT " + KEYS + "/one?ttl=1h", "value", "Content-Type: a/b", "Content-Encoding: br");
    edge.askWithBody("PUT " + KEYS + "/two", "1", "Aitta-Context: none");
    edge.askWithBody("PUT " + KEYS + "/two", "22", "Aitta-Context: none");
    JsonNode meta = list("?include=meta").get("keys");
    assertThat(meta.get(0).properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "key", "etag", "contentType", "contentEncoding", "lastModified", "size", "expires");
    assertThat(meta.get(0).get("size").asInt()).isEqualTo(5);
    assertThat(meta.get(1).get("siblings")).hasSize(2);
    assertThat(meta.get(1).get("siblings").get(0).has("value")).isFalse();
    assertThat(meta.get(1).get("size").asInt()).isEqualTo(3);
    assertThat(meta.get(1).get("etag").asText()).startsWith("s-");
    JsonNode values = list("?include=value").get("keys");
    assertThat(values.get(0).get("value").asText()).isEqualTo("dmFsdWU=");
    assertThat(values.get(1).get("siblings").get(1).get("value").asText()).isEqualTo("MjI=");
    edge.backend.properties.put(
        "b", new BucketProperties(Level.QUORUM, Level.QUORUM, false, true, null));
    JsonNode latest = list("?include=value").get("keys");
    assertThat(latest.get(1).get("value").asText()).isEqualTo("MjI=");
  }

  @Test
  void bucketsAreListed() throws Exception {
    for (String bucket : List.of("b", "a", "b.c", "B")) {
      edge.askWithBody("PUT /v1/buckets/" + bucket + "/keys/k", "v");
    }
    JsonNode page = buckets("?limit=3");
    assertThat(page.get("buckets").toString()).isEqualTo("[\"B\",\"a\",\"b\"]");
    JsonNode rest = buckets("?limit=3&cursor=" + page.get("next").asText());
    assertThat(rest.toString()).isEqualTo("{\"buckets\":[\"b.c\"]}");
    assertThat(buckets("?prefix=b").get("buckets")).hasSize(2);
    assertThat(buckets("?after=b").get("buckets").toString()).isEqualTo("[\"b.c\"]");
    assertThat(edge.ask("GET /v1/buckets", "Accept: application/x-ndjson").status()).isEqualTo(406);
  }

  private static JsonNode buckets(String query) throws Exception {
    RawConnection.Answer answer = edge.ask("GET /v1/buckets" + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=10001",
        "limit=x",
        "include=all",
        "include=",
        "cursor=x",
        "cursor=",
        "cursor=%FF",
        "cursor=AQAAAAA",
        "after=a&cursor=AQAAAAA",
        "timeout=61s",
        "r=1"
      })
  void whatCannotBeRightIsRefused(String query) throws Exception {
    assertThat(edge.ask("GET " + KEYS + "?" + query).status()).isEqualTo(400);
    assertThat(edge.backend.lists).isEmpty();
  }

  @Test
  void cursorOfAnotherListingIsRefused() throws Exception {
    put("p1", "p2", "q1", "q2");
    String cursor = list("?prefix=p&limit=1").get("next").asText();
    assertThat(edge.ask("GET " + KEYS + "?prefix=q&cursor=" + cursor).status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/buckets/c/keys?cursor=" + cursor).status()).isEqualTo(400);
    String cut = cursor.substring(0, cursor.length() - 1);
    assertThat(edge.ask("GET " + KEYS + "?prefix=p&cursor=" + cut).status()).isEqualTo(400);
    assertThat(edge.ask("GET " + KEYS + "?prefix=" + "p".repeat(1025)).status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/buckets?prefix=%00").status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/buckets/.b/keys").status()).isEqualTo(400);
  }

  @Test
  void pageThatCannotBeMadeIs503() throws Exception {
    edge.backend.listScript =
        request -> CompletableFuture.completedFuture(new ListOutcome.Incomplete("no owner"));
    for (String target : List.of(KEYS, "/v1/buckets")) {
      RawConnection.Answer answer = edge.ask("GET " + target);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("/problems/quorum-not-met", "\"required\":1");
    }
    RawConnection.Answer stream = edge.ask("GET " + KEYS, "Accept: application/x-ndjson");
    assertThat(stream.status()).isEqualTo(503);
    edge.backend.listScript =
        request -> CompletableFuture.completedFuture(new ListOutcome.Overloaded("many"));
    assertThat(edge.ask("GET " + KEYS).status()).isEqualTo(429);
    assertThat(edge.ask("GET " + KEYS, "Accept: text/html").status()).isEqualTo(406);
  }

  private static HttpResponse<String> stream(String query) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + edge.edge.address().getPort() + KEYS + query);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "application/x-ndjson").build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void streamHasEveryKeyOnALineOfItsOwn() throws Exception {
    put("a", "b%0A", "c");
    HttpResponse<String> answer = stream("");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(answer.body()).isEqualTo("{\"key\":\"a\"}\n{\"key\":\"b%0A\"}\n{\"key\":\"c\"}\n");
    assertThat(stream("?after=a&prefix=b&include=value").body())
        .startsWith("{\"key\":\"b%0A\",\"etag\":")
        .contains("\"value\":\"dg==\"")
        .hasLineCount(1);
    assertThat(stream("?prefix=none").body()).isEmpty();
    assertThat(stream("?after=z&prefix=a").body()).isEmpty();
    assertThat(stream("?limit=1").statusCode()).isEqualTo(400);
  }

  @Test
  void streamGoesOnPageAfterPageAndPastAFailure() throws Exception {
    put("a", "b", "c", "d");
    AtomicInteger asked = new AtomicInteger();
    edge.backend.listScript =
        request -> {
          assertThat(request.limit()).isLessThanOrEqualTo(1000);
          ListRequest one =
              new ListRequest(
                  request.show(), request.from(), request.to(), 1, 9, false, request.timeout());
          return CompletableFuture.completedFuture(
              asked.incrementAndGet() == 3
                  ? new ListOutcome.Incomplete("for a moment")
                  : edge.backend.listed(one));
        };
    assertThat(stream("").body()).hasLineCount(4).contains("\"d\"");
  }

  @Test
  void streamThatCannotBeCompletedIsCut() throws Exception {
    put("a", "b");
    AtomicInteger asked = new AtomicInteger();
    edge.backend.listScript =
        request ->
            asked.incrementAndGet() > 1
                ? CompletableFuture.failedFuture(new IllegalStateException("a defect, for a test"))
                : CompletableFuture.completedFuture(
                    edge.backend.listed(
                        new ListRequest(
                            request.show(),
                            request.from(),
                            request.to(),
                            1,
                            9,
                            false,
                            request.timeout())));
    try (RawConnection connection = edge.connect()) {
      connection.send(RunningEdge.request("GET " + KEYS, "", "Accept: application/x-ndjson"));
      assertThat(connection.readToEnd()).doesNotEndWith("0\r\n\r\n"); // which ends a whole one
    }
  }
}
