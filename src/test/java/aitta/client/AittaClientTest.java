package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aitta.api.ProblemType;
import aitta.client.ScriptedNode.Answer;
import aitta.model.Key;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One call at a time against nodes that answer as told: results, repeats, failures. */
class AittaClientTest {
  private static final Key KEY = Key.of("b", "k");
  private static final Answer WRITTEN =
      Answer.of(204).with("ETag", "\"e1\"").with("Aitta-Context", "c1");
  private static final Answer FOUND =
      Answer.of(200)
          .with("ETag", "\"e1\"")
          .with("Aitta-Context", "c1")
          .with("Content-Type", "text/plain; charset=utf-8")
          .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
          .with("Aitta-Expires", "Sun, 06 Nov 2044 08:49:37 GMT")
          .body("rye");
  private static final Answer NO_QUORUM = Answer.problem(503, "quorum-not-met");

  private ScriptedNode node;
  private AittaClient client;

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
    if (client != null) {
      client.close();
    }
  }

  private void start(Answer... answers) {
    node = ScriptedNode.answering(answers);
    client = plain().node(node.url()).build();
  }

  private static ClientBuilder plain() {
    return AittaClient.builder().followRing(false).token(null).deadline(Duration.ofSeconds(5));
  }

  @Test
  void valueIsFoundWithAllThatIsKnownOfIt() {
    start(FOUND);
    ReadResult.Found found = (ReadResult.Found) client.get(KEY);
    assertThat(found.value()).isEqualTo(Value.text("rye"));
    assertThat(found.context()).isEqualTo("c1");
    assertThat(found.version().etag()).isEqualTo("e1");
    assertThat(found.version().lastModified()).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
    assertThat(found.version().expires()).isEqualTo(Instant.parse("2044-11-06T08:49:37Z"));
    assertThat(found.single()).contains(Value.text("rye"));
    assertThat(node.lines()).containsExactly("GET /v1/buckets/b/keys/k");
  }

  @Test
  void siblingsAreAResultOfTheirOwn() {
    start(
        Answer.json(
                300,
                "{\"siblings\":[{\"etag\":\"a\",\"contentType\":\"text/plain\",\"lastModified\":"
                    + "\"1994-11-06T08:49:37.123Z\",\"value\":\"cnll\"},"
                    + "{\"etag\":\"b\",\"contentEncoding\":\"gzip\",\"value\":\"\",\"new\":1},"
                    + "{\"etag\":\"d\",\"deleted\":true}]}")
            .with("Aitta-Context", "c2")
            .with("ETag", "\"set\""));
    ReadResult.Siblings found = (ReadResult.Siblings) client.get(KEY);
    assertThat(found.etag()).isEqualTo("set");
    assertThat(found.context()).isEqualTo("c2");
    assertThat(found.values())
        .containsExactly(
            Value.of("rye".getBytes(StandardCharsets.UTF_8), "text/plain"),
            new Value(new byte[0], Value.OCTET_STREAM, "gzip"));
    assertThat(found.versions()).extracting(Version::isDeleted).containsExactly(false, false, true);
    assertThatThrownBy(found::single).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsAResultToo() {
    start(Answer.problem(404, "not-found").with("Aitta-Context", "c0"));
    assertThat(client.get(KEY)).isEqualTo(new ReadResult.Missing("c0"));
    assertThat(client.get(KEY).single()).isEmpty();
  }

  @Test
  void optionsGoOverTheWire() {
    start(WRITTEN);
    Duration second = Duration.ofSeconds(1);
    client.put(
        Key.of("b", "a/b c"),
        new Value(new byte[] {1}, "image/png", "br"),
        WriteOptions.DEFAULT.after("ctx").w(2).strictly().timeout(second).ttl(second));
    client.put(KEY, Value.text(""), WriteOptions.DEFAULT.beside());
    client.put(KEY, Value.text("x"), WriteOptions.DEFAULT.ifAbsent());
    client.put(KEY, Value.text("x"), WriteOptions.DEFAULT.ifMatch("e1", "e2"));
    client.delete(KEY, WriteOptions.DEFAULT.ifMatch().w("all"));
    client.touch(KEY, Duration.ofDays(2));
    assertThat(node.lines())
        .containsExactly(
            "PUT /v1/buckets/b/keys/a%2Fb%20c?w=2&strict=true&timeout=1s&ttl=1s",
            "PUT /v1/buckets/b/keys/k",
            "PUT /v1/buckets/b/keys/k",
            "PUT /v1/buckets/b/keys/k",
            "DELETE /v1/buckets/b/keys/k?w=all",
            "POST /v1/buckets/b/keys/k/touch?ttl=2d");
    List<ScriptedNode.Asked> asked = node.asked();
    assertThat(asked.get(0).header("Aitta-Context")).isEqualTo("ctx");
    assertThat(asked.get(0).header("Content-Type")).isEqualTo("image/png");
    assertThat(asked.get(0).header("Content-Encoding")).isEqualTo("br");
    assertThat(asked.get(0).body()).containsExactly(1);
    assertThat(asked.get(1).header("Aitta-Context")).isEqualTo("none");
    assertThat(asked.get(1).header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(asked.get(2).header("If-None-Match")).isEqualTo("*");
    assertThat(asked.get(3).header("If-Match")).isEqualTo("\"e1\", \"e2\"");
    assertThat(asked.get(4).header("If-Match")).isEqualTo("*");
    assertThat(asked).noneMatch(request -> request.headers().containsKey("authorization"));
  }

  @Test
  void keysOfDotsReachTheNode() {
    start(FOUND);
    client.get(Key.of("b", ".."));
    client.get(new Key("b", new byte[] {0, '%', (byte) 0xff}));
    assertThat(node.lines())
        .containsExactly("GET /v1/buckets/b/keys/%2E%2E", "GET /v1/buckets/b/keys/%00%25%FF");
  }

  @Test
  void tokenIsSent() {
    node = ScriptedNode.answering(FOUND);
    client = plain().node(node.url()).token("secret").build();
    client.get(KEY, ReadOptions.DEFAULT.r("all").strictly());
    assertThat(node.asked().get(0).header("Authorization")).isEqualTo("Bearer secret");
    assertThat(node.asked().get(0).target()).endsWith("?r=all&strict=true");
  }

  @Test
  void readIsRepeatedWhateverHappened() {
    start(Answer.CUT, NO_QUORUM, Answer.problem(429, "overloaded"), Answer.of(502), FOUND);
    assertThat(client.get(KEY).single()).contains(Value.text("rye"));
    assertThat(node.asked()).hasSize(5);
  }

  @Test
  void overwritesAndWritesAfterAContextAreRepeatedAsTheyWere() {
    start(NO_QUORUM, Answer.CUT, WRITTEN);
    assertThat(client.put(KEY, Value.text("x"))).isEqualTo(new Written("e1", "c1"));
    assertThat(node.asked()).hasSize(3);
    node.script(scripted(Answer.CUT, NO_QUORUM, WRITTEN));
    client.delete(KEY, WriteOptions.DEFAULT.after("seen"));
    assertThat(node.asked()).hasSize(6);
    assertThat(node.asked().subList(3, 6))
        .allSatisfy(asked -> assertThat(asked.header("Aitta-Context")).isEqualTo("seen"));
  }

  @Test
  void conditionalWriteIsNotRepeatedOnceItMayHaveBeenDone() {
    start(NO_QUORUM, WRITTEN);
    for (WriteOptions options :
        List.of(
            WriteOptions.DEFAULT.ifAbsent(),
            WriteOptions.DEFAULT.ifMatch("e"),
            WriteOptions.DEFAULT.beside())) {
      node.script(scripted(NO_QUORUM, WRITTEN));
      QuorumNotMetException refused =
          catchThrowableOfType(
              QuorumNotMetException.class, () -> client.put(KEY, Value.text("x"), options));
      assertThat(refused.mayHaveTakenEffect()).isTrue();
      node.script(scripted(Answer.CUT, WRITTEN));
      NoAnswerException lost =
          catchThrowableOfType(
              NoAnswerException.class, () -> client.put(KEY, Value.text("x"), options));
      assertThat(lost.mayHaveTakenEffect()).isTrue();
    }
    assertThat(node.asked()).hasSize(6);
  }

  @Test
  void conditionalWriteIsRepeatedWhereNothingWasDone() {
    start(Answer.problem(429, "overloaded"), Answer.problem(503, "not-ready"), WRITTEN);
    client.put(KEY, Value.text("x"), WriteOptions.DEFAULT.ifAbsent());
    assertThat(node.asked()).hasSize(3);
  }

  @Test
  void failedPreconditionTellsWhatIsThere() {
    start(
        Answer.problem(412, "precondition-failed")
            .with("ETag", "\"now\"")
            .with("Aitta-Context", "c9"));
    PreconditionFailedException failed =
        catchThrowableOfType(
            PreconditionFailedException.class,
            () -> client.put(KEY, Value.text("x"), WriteOptions.DEFAULT.ifAbsent()));
    assertThat(failed.etag()).isEqualTo("now");
    assertThat(failed.context()).isEqualTo("c9");
    assertThat(failed.mayHaveTakenEffect()).isFalse();
  }

  @Test
  void refusalIsTypedAndFinal() {
    start(Answer.problem(403, "forbidden"));
    RefusedException refused = catchThrowableOfType(RefusedException.class, () -> client.get(KEY));
    assertThat(refused.type()).contains(ProblemType.FORBIDDEN);
    assertThat(refused).hasMessage("T: D");
    assertThat(node.asked()).hasSize(1);
    node.script(asked -> Answer.problem(418, "of-a-newer-node"));
    refused = catchThrowableOfType(RefusedException.class, () -> client.get(KEY));
    assertThat(refused.type()).isEmpty();
    assertThat(refused.status()).isEqualTo(418);
  }

  @Test
  void defectIsTriedThreeTimesAtMost() {
    start(Answer.problem(500, "internal-error"));
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> client.put(KEY, Value.text("x")));
    assertThat(refused.type()).contains(ProblemType.INTERNAL_ERROR);
    assertThat(refused.mayHaveTakenEffect()).isTrue();
    assertThat(node.asked()).hasSize(3);
  }

  @Test
  void deadlineEndsRepeatsWithTheLastReason() {
    node = ScriptedNode.answering(NO_QUORUM);
    client = plain().node(node.url()).deadline(Duration.ofSeconds(1)).build();
    ReadOptions brief = ReadOptions.DEFAULT.timeout(Duration.ofMillis(1));
    // Of the type of the last answer, or of none where the deadline fell into an attempt.
    assertThatThrownBy(() -> client.get(KEY, brief))
        .isInstanceOfAny(QuorumNotMetException.class, NoAnswerException.class)
        .hasMessageContaining("T: D");
    assertThat(node.asked()).hasSizeGreaterThan(1);
  }

  @Test
  void timeoutThatACallAsksForIsGivenToItAboveTheDeadline() {
    node =
        new ScriptedNode(
            asked -> {
              LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
              return FOUND;
            });
    client = plain().node(node.url()).deadline(Duration.ofMillis(100)).build();
    assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(NoAnswerException.class);
    ReadOptions patient = ReadOptions.DEFAULT.timeout(Duration.ofSeconds(3));
    assertThat(client.get(KEY, patient).single()).isPresent();
  }

  @Test
  void evenTheBriefestDeadlineIsWorthAnAttempt() {
    node = ScriptedNode.answering(NO_QUORUM);
    client = plain().node(node.url()).deadline(Duration.ofNanos(1)).build();
    assertThatThrownBy(() -> client.put(KEY, Value.text("x")))
        .isInstanceOf(AittaException.class)
        .hasMessageNotContaining("0 attempts");
  }

  @Test
  void nodeThatNeverAnswersIsGivenUpAtTheDeadline() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      client =
          plain()
              .node("http://127.0.0.1:" + silent.getLocalPort())
              .deadline(Duration.ofMillis(200))
              .build();
      WriteOptions brief = WriteOptions.DEFAULT.timeout(Duration.ofMillis(1));
      NoAnswerException none =
          catchThrowableOfType(
              NoAnswerException.class, () -> client.put(KEY, Value.text("x"), brief));
      assertThat(none).hasMessageContaining("PUT /v1/buckets/b/keys/k").hasMessageContaining("127");
      assertThat(none.mayHaveTakenEffect()).isTrue();
    }
  }

  @Test
  void whereTheDeadlineEndsTheLastAttemptAReasonFromBeforeIsNamedToo() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    node =
        new ScriptedNode(
            asked -> {
              if (first.getAndSet(false)) {
                return NO_QUORUM;
              }
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Answer.CUT;
            });
    client = plain().node(node.url()).deadline(Duration.ofSeconds(3)).build();
    try {
      ReadOptions brief = ReadOptions.DEFAULT.timeout(Duration.ofMillis(1));
      NoAnswerException none =
          catchThrowableOfType(NoAnswerException.class, () -> client.get(KEY, brief));
      assertThat(none).hasMessageContaining("no answer in time").hasMessageContaining("503, T: D");
      assertThat(none.getSuppressed()).hasAtLeastOneElementOfType(QuorumNotMetException.class);
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatANodeAnsweredIsNamedWhereTheLastAttemptWasCutOff() {
    int[] asked = {0};
    node =
        new ScriptedNode(
            any -> {
              synchronized (asked) {
                return asked[0]++ == 0 ? NO_QUORUM : Answer.CUT;
              }
            });
    client = plain().node(node.url()).deadline(Duration.ofSeconds(3)).build();
    ReadOptions brief = ReadOptions.DEFAULT.timeout(Duration.ofMillis(1));
    assertThatThrownBy(() -> client.get(KEY, brief))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("no answer that counts")
        .hasMessageContaining("503, T: D");
  }

  @Test
  void nodeThatIsAwayIsPassedOver() throws IOException {
    node = ScriptedNode.answering(WRITTEN);
    String away;
    try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      away = "http://127.0.0.1:" + closing.getLocalPort();
    }
    client = plain().node(away).node(node.url()).build();
    for (int i = 0; i < 20; i++) {
      client.put(Key.of("b", "k" + i), Value.text("x"), WriteOptions.DEFAULT.ifAbsent());
    }
    assertThat(node.asked()).hasSize(20);
    node.close();
    AittaClient late = plain().node(away).deadline(Duration.ofSeconds(1)).build();
    NoAnswerException none =
        catchThrowableOfType(NoAnswerException.class, () -> late.put(KEY, Value.text("x")));
    assertThat(none.mayHaveTakenEffect()).isFalse();
  }

  @Test
  void whatIsNoNodeOfAittaIsCalledByThatName() {
    start(Answer.of(200).with("Content-Type", "text/html").body("<html>hello"));
    assertThatThrownBy(() -> client.get(KEY))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("<html>hello");
    assertThatThrownBy(() -> client.cluster().status()).isInstanceOf(BadAnswerException.class);
    node.script(asked -> Answer.of(404).body("not here"));
    assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(BadAnswerException.class);
    node.script(asked -> Answer.of(301).with("Location", "http://127.0.0.1:1/"));
    assertThatThrownBy(() -> client.put(KEY, Value.text("x")))
        .isInstanceOf(BadAnswerException.class);
    node.script(
        asked ->
            Answer.json(300, "{\"siblings\":[{\"lastModified\":\"?\"}]}")
                .with("Aitta-Context", "c"));
    assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(BadAnswerException.class);
    node.script(asked -> FOUND.with("Last-Modified", "yesterday"));
    assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(BadAnswerException.class);
  }

  @Test
  void settingsThatCannotBeRightAreRefused() {
    assertThatThrownBy(() -> AittaClient.of()).hasMessageContaining("at least one node");
    for (String url : List.of("127.0.0.1:8080", "ftp://h:1", "http://", "http://h:1?x", "a b")) {
      assertThatThrownBy(() -> AittaClient.of(url)).isInstanceOf(IllegalArgumentException.class);
    }
    ClientBuilder builder = plain().node("http://h:1/");
    assertThatThrownBy(() -> builder.maxInFlight(0).build()).hasMessageContaining("maxInFlight");
    assertThatThrownBy(() -> client("bad\ntoken").get(KEY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AittaClient client(String token) {
    return plain().node("http://127.0.0.1:1").token(token).build();
  }

  @Test
  void closedClientTakesNoCalls() {
    start(FOUND);
    client.close();
    assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsInterruptedStopsWaiting() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      client = plain().node("http://127.0.0.1:" + silent.getLocalPort()).build();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(NoAnswerException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Function<ScriptedNode.Asked, Answer> scripted(Answer... answers) {
    Iterator<Answer> next = List.of(answers).iterator();
    return asked -> next.next();
  }
}
