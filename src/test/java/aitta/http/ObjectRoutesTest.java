package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads, writes and deletes of one key, over a true socket. */
class ObjectRoutesTest {
  private static final String KEY = "/v1/buckets/b/keys/k";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static RawConnection.Answer put(String body, String... headers) throws Exception {
    return edge.askWithBody("PUT " + KEY, body, headers);
  }

  private static RawConnection.Answer get(String... headers) throws Exception {
    return edge.ask("GET " + KEY, headers);
  }

  @Test
  void valueComesBackWithEverythingThatBelongsToIt() throws Exception {
    RawConnection.Answer written =
        put("\u00ff\u0000hello", "Content-Type: Text/Plain; charset=\"latin1\"; b=2; a=1");
    assertThat(written.status()).isEqualTo(204);
    assertThat(written.header("content-length")).isNull();
    RawConnection.Answer read = get();
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).containsExactly(0xff, 0, 'h', 'e', 'l', 'l', 'o');
    assertThat(read.header("content-type")).isEqualTo("Text/Plain; charset=\"latin1\"; b=2; a=1");
    assertThat(read.header("content-length")).isEqualTo("7");
    assertThat(read.header("content-encoding")).isNull();
    assertThat(read.header("aitta-expires")).isNull();
    assertThat(read.header("etag")).isEqualTo(written.header("etag")).matches("\"[0-9a-f-]+\"");
    assertThat(read.header("aitta-context")).isEqualTo(written.header("aitta-context"));
    assertThat(read.header("aitta-quorum")).isEqualTo("2/3");
    assertThat(read.header("cache-control")).isEqualTo("no-cache");
    assertThat(read.header("vary")).isEqualTo("Accept");
    assertThat(read.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(read.header("content-security-policy")).isEqualTo("sandbox");
    assertThat(read.header("server")).isNull();
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    put("hello", "Content-Type: a/b", "Content-Encoding: gzip");
    RawConnection.Answer get = edge.ask("GET " + KEY, "X-Request-Id: same");
    RawConnection.Answer head = edge.ask("HEAD " + KEY, "X-Request-Id: same");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers())
        .filteredOn(header -> !header.getKey().equals("date"))
        .containsExactlyElementsOf(
            get.headers().stream().filter(h -> !h.getKey().equals("date")).toList());
    assertThat(edge.ask("HEAD /v1/buckets/b/keys/none").header("content-length")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "image/png; charset=binary",
        "application/octet-stream",
        "text/plain;",
        "x/y;q=1;Q=2;q=3",
        "multipart/mixed; boundary=\"a b\"",
        "none/none"
      })
  void contentTypeIsGivenBackAsItWasSent(String type) throws Exception {
    assertThat(put("x", "Content-Type: " + type).status()).isEqualTo(204);
    assertThat(get().header("content-type")).isEqualTo(type);
  }

  @Test
  void contentTypeThatWasNotSentIsOctetStream() throws Exception {
    put("x");
    assertThat(get().header("content-type")).isEqualTo("application/octet-stream");
    edge.ask("PUT " + KEY);
    assertThat(get().header("content-type")).isEqualTo("application/octet-stream");
    assertThat(get().header("content-length")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text",
        "Content-Type:",
        "Content-Type: a/b\r\nContent-Type: c/d",
        "Content-Encoding: gz ip",
        "Content-Encoding: gzip,,br"
      })
  void malformedDescriptionOfTheValueIsRefused(String header) throws Exception {
    RawConnection.Answer answer = put("x", header);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("header Content-");
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void contentEncodingIsKept() throws Exception {
    put("x", "Content-Encoding: gzip, Br", "Content-Encoding: x-own");
    assertThat(get().header("content-encoding")).isEqualToIgnoringCase("gzip, br, x-own");
  }

  @Test
  void postWritesAsPutDoes() throws Exception {
    RawConnection.Answer answer = edge.askWithBody("POST " + KEY, "x");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("etag")).isNotNull();
    assertThat(get().text()).isEqualTo("x");
  }

  @Test
  void missingKeyIsAProblemWithContextAndQuorum() throws Exception {
    RawConnection.Answer answer = get();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"type\":\"/problems/not-found\"", "\"status\":404");
    assertThat(answer.header("aitta-context")).isNotEmpty();
    assertThat(answer.header("aitta-quorum")).isEqualTo("2/3");
    assertThat(answer.header("vary")).isEqualTo("Accept");
  }

  @Test
  void deleteAnswersContextButNoEtag() throws Exception {
    put("x");
    RawConnection.Answer answer = edge.ask("DELETE " + KEY);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("aitta-context")).isNotEmpty();
    assertThat(answer.header("aitta-quorum")).isEqualTo("2/3");
    assertThat(answer.header("etag")).isNull();
    assertThat(get().status()).isEqualTo(404);
    assertThat(edge.ask("DELETE " + KEY).status()).isEqualTo(204);
  }

  @Test
  void whatAWriteSupersedesIsTheClientsToSay() throws Exception {
    String context = put("1").header("aitta-context");
    put("2", "Aitta-Context: " + context);
    put("3", "Aitta-Context: none");
    put("4", "Aitta-Context:");
    put("5");
    assertThat(edge.backend.requests.stream().map(r -> ((Request.Write) r).supersedes()))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(Request.Supersedes.AllKnown.INSTANCE),
            second ->
                assertThat(second)
                    .isEqualTo(
                        new Request.Supersedes.Exactly(
                            edge.backend.tokens().decode(Key.of("b", "k"), context))),
            third -> assertThat(third).isEqualTo(Request.Supersedes.Nothing.INSTANCE),
            fourth -> assertThat(fourth).isEqualTo(Request.Supersedes.Nothing.INSTANCE),
            fifth -> assertThat(fifth).isEqualTo(Request.Supersedes.AllKnown.INSTANCE));
  }

  @Test
  void contextOfAnotherKeyDamagedOrTooLongIsRefused() throws Exception {
    String context = put("1").header("aitta-context");
    String other = edge.ask("GET /v1/buckets/b/keys/other").header("aitta-context");
    edge.backend.requests.clear();
    String[] wrong = {
      other, context.substring(1), context + "AAAA", "None", "ä", "x".repeat(8200), context + " x"
    };
    for (String token : wrong) {
      RawConnection.Answer answer = put("2", "Aitta-Context: " + token);
      assertThat(answer.status()).as(token).isEqualTo(400);
      assertThat(answer.text()).contains("Aitta-Context");
    }
    RawConnection.Answer twice = put("2", "Aitta-Context: " + context, "Aitta-Context: " + context);
    assertThat(twice.text()).contains("Aitta-Context is given twice");
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void parametersReachTheRequest() throws Exception {
    edge.ask("GET " + KEY + "?r=2&strict=true&timeout=1500ms");
    edge.ask("DELETE " + KEY + "?w=all&strict=false&timeout=1ms");
    edge.ask("GET " + KEY);
    Key key = Key.of("b", "k");
    Duration timeout = Duration.ofMillis(1500);
    assertThat(edge.backend.requests)
        .satisfiesExactly(
            read -> assertThat(read).isEqualTo(new Request.Read(key, new Level(2), true, timeout)),
            delete -> {
              Request.Write write = (Request.Write) delete;
              assertThat(write.w()).isEqualTo(Level.ALL);
              assertThat(write.content()).isNull();
              assertThat(write.timeout()).isEqualTo(Duration.ofMillis(1));
            },
            read ->
                assertThat(read)
                    .isEqualTo(new Request.Read(key, Level.QUORUM, false, Duration.ofSeconds(2))));
  }

  @Test
  void bucketFillsInWhatTheRequestLeavesOut() throws Exception {
    Duration hour = Duration.ofHours(1);
    edge.backend.properties.put("b", new BucketProperties(Level.ALL, Level.ONE, true, true, hour));
    put("x");
    get();
    edge.askWithBody("PUT " + KEY + "?w=2&strict=false&ttl=1d", "x");
    long now = System.currentTimeMillis();
    assertThat(edge.backend.requests)
        .satisfiesExactly(
            request -> {
              Request.Write write = (Request.Write) request;
              assertThat(write.w()).isEqualTo(Level.ONE);
              assertThat(write.strict()).isTrue();
              assertThat(write.latest()).isTrue();
              assertThat(write.content().expiresAtMillis())
                  .isBetween(now + hour.toMillis() - 60_000, now + hour.toMillis());
            },
            read ->
                assertThat(read)
                    .isEqualTo(
                        new Request.Read(Key.of("b", "k"), Level.ALL, true, Duration.ofSeconds(2))),
            request -> {
              Request.Write write = (Request.Write) request;
              assertThat(write.w()).isEqualTo(new Level(2));
              assertThat(write.strict()).isFalse();
              assertThat(write.content().expiresAtMillis()).isGreaterThan(now + 80_000_000);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "GET,w=1,w",
    "GET,sibling=,sibling",
    "GET,explain=maybe,explain",
    "GET,r=4,r",
    "GET,r=1&r=1,r",
    "HEAD,timeout=61s,timeout",
    "PUT,r=1,r",
    "PUT,return=all,return",
    "PUT,ttl=0s,ttl",
    "PUT,ttl=3651d,ttl",
    "PUT,ttl=999ms,ttl",
    "POST,strict=maybe,strict",
    "DELETE,ttl=1s,ttl",
    "DELETE,return=body,return"
  })
  void wrongParameterIsNamedAndNothingIsDone(String method, String query, String name)
      throws Exception {
    RawConnection.Answer answer = edge.ask(method + " " + KEY + "?" + query);
    assertThat(answer.status()).isEqualTo(400);
    if (!method.equals("HEAD")) {
      assertThat(answer.text())
          .contains("/problems/invalid-request")
          .contains("parameter '" + name + "'");
    }
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void returnBodyAnswersAsAReadWould() throws Exception {
    RawConnection.Answer alone =
        edge.askWithBody("PUT " + KEY + "?return=body", "one", "Content-Type: a/b");
    assertThat(alone.status()).isEqualTo(200);
    assertThat(alone.text()).isEqualTo("one");
    assertThat(alone.header("content-type")).isEqualTo("a/b");
    RawConnection.Answer beside =
        edge.askWithBody(
            "PUT " + KEY + "?return=body", "two", "Aitta-Context: none", "Accept: text/html");
    assertThat(beside.status()).isEqualTo(300);
    assertThat(beside.header("aitta-context")).isEqualTo(get().header("aitta-context"));
  }

  @Test
  void expiryIsShownAndHonoured() throws Exception {
    edge.askWithBody("PUT " + KEY + "?ttl=1h", "x");
    long expires = HttpDates.parse(get().header("aitta-expires"));
    long hour = Duration.ofHours(1).toMillis();
    assertThat(expires - System.currentTimeMillis()).isBetween(hour - 60_000, hour);
  }

  @Test
  void lastModifiedIsNeverLaterThanDate() throws Exception {
    for (int i = 0; i < 20; i++) {
      put("x");
      RawConnection.Answer answer = get();
      assertThat(HttpDates.parse(answer.header("last-modified")))
          .isLessThanOrEqualTo(HttpDates.parse(answer.header("date")));
    }
    edge.backend.writeFromTheFuture(Key.of("b", "k"));
    RawConnection.Answer answer = get();
    assertThat(HttpDates.parse(answer.header("last-modified")))
        .isLessThanOrEqualTo(HttpDates.parse(answer.header("date")));
  }

  @ParameterizedTest
  @CsvSource({"503,quorum-not-met", "503,not-ready", "429,overloaded", "409,too-many-siblings"})
  void outcomesThatAreNotDoneAreProblems(int status, String name) throws Exception {
    edge.backend.script =
        request ->
            CompletableFuture.completedFuture(
                switch (name) {
                  case "quorum-not-met" -> new Outcome.QuorumNotMet(2, 1, "n2 and n3 are silent");
                  case "not-ready" -> new Outcome.NotReady("leaving");
                  case "overloaded" -> new Outcome.Overloaded("busy");
                  default -> new Outcome.TooManySiblings(101, 7);
                });
    RawConnection.Answer answer = put("x");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).contains("/problems/" + name);
    boolean tellsWhen = status == 429 || name.equals("not-ready");
    assertThat(answer.header("retry-after")).isEqualTo(tellsWhen ? "1" : null);
    if (name.equals("quorum-not-met")) {
      assertThat(answer.text()).contains("\"required\":2,\"received\":1");
    }
  }

  @Test
  void defectOfTheBackendIsAnInternalErrorWithAnIdAndTheConnectionGoesOn() throws Exception {
    try (RawConnection connection = edge.connect()) {
      edge.backend.script = request -> CompletableFuture.failedFuture(new RuntimeException("boom"));
      connection.send(RunningEdge.request("GET " + KEY, ""));
      RawConnection.Answer failed = connection.read();
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.text()).containsPattern("\"id\":\"[0-9a-f]{12}\"").doesNotContain("boom");
      edge.backend.script =
          request -> {
            throw new IllegalStateException("bang");
          };
      connection.send(RunningEdge.request("GET " + KEY, ""));
      assertThat(connection.read().status()).isEqualTo(500);
      edge.backend.script = null;
      connection.send(RunningEdge.request("GET " + KEY, ""));
      assertThat(connection.read().status()).isEqualTo(404);
    }
  }

  @Test
  void notReadyNodeDoesNothing() throws Exception {
    edge.backend.notReady = "this node waits for its ring";
    RawConnection.Answer answer = put("x");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("/problems/not-ready", "waits for its ring");
    assertThat(answer.header("retry-after")).isNotNull();
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void writeThatWasBeatenAtOnceIsStillDone() throws Exception {
    edge.backend.script =
        request -> {
          Outcome.WriteDone done = (Outcome.WriteDone) edge.backend.done(request);
          return CompletableFuture.completedFuture(
              new Outcome.WriteDone(Siblings.EMPTY, done.dot(), done.seen(), 2, 3));
        };
    RawConnection.Answer answer = edge.askWithBody("PUT " + KEY + "?return=body", "x");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("etag")).isNotNull();
  }
}
