package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new time to live for what is there. */
class TouchTest {
  private static final String KEY = "/v1/buckets/b/keys/k";
  private static final String TOUCH = "POST " + KEY + "/touch";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static Instant expiry() throws Exception {
    String text = edge.ask("GET " + KEY).header("aitta-expires");
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  @Test
  void keepsTheValueAndItsTypeAndMovesTheExpiry() throws Exception {
    edge.askWithBody("PUT " + KEY + "?ttl=5s", "v", "Content-Type: a/b", "Content-Encoding: br");
    RawConnection.Answer touched = edge.ask(TOUCH + "?ttl=1h&timeout=5s");
    assertThat(touched.status()).isEqualTo(204);
    assertThat(touched.header("aitta-context")).isNotEmpty();
    RawConnection.Answer now = edge.ask("GET " + KEY);
    assertThat(now.text()).isEqualTo("v");
    assertThat(now.header("content-type")).isEqualTo("a/b");
    assertThat(now.header("content-encoding")).isEqualTo("br");
    assertThat(now.header("etag")).isEqualTo(touched.header("etag"));
    assertThat(expiry()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
    edge.ask(TOUCH + "?ttl=1m");
    assertThat(expiry()).isBefore(Instant.now().plus(Duration.ofMinutes(2)));
  }

  @Test
  void isAConditionalWriteThatBeginsAgainWhereAnotherWriteWon() throws Exception {
    edge.askWithBody("PUT " + KEY, "old");
    AtomicInteger writes = new AtomicInteger();
    edge.backend.script =
        request -> {
          if (request instanceof Request.Write write && writes.incrementAndGet() == 1) {
            assertThat(write.precondition()).isInstanceOf(Precondition.Matches.class);
            edge.backend.done(overwrite("new"));
          }
          return CompletableFuture.completedFuture(edge.backend.done(request));
        };
    assertThat(edge.ask(TOUCH + "?ttl=1h").status()).isEqualTo(204);
    assertThat(writes).hasValue(2);
    assertThat(edge.ask("GET " + KEY).text()).isEqualTo("new");
    assertThat(expiry()).isAfter(Instant.now());
  }

  @Test
  void endsWhereOthersWinAllTheTime() throws Exception {
    edge.askWithBody("PUT " + KEY, "old");
    edge.backend.script =
        request -> {
          if (request instanceof Request.Write) {
            edge.backend.done(overwrite("again"));
          }
          return CompletableFuture.completedFuture(edge.backend.done(request));
        };
    assertThat(edge.ask(TOUCH + "?ttl=1h").status()).isEqualTo(429);
  }

  private static Request.Write overwrite(String value) {
    return new Request.Write(
        Key.of("b", "k"),
        new Request.Content(value.getBytes(), "a/b", "", 0),
        Request.Supersedes.AllKnown.INSTANCE,
        null,
        Level.QUORUM,
        false,
        false,
        Duration.ofSeconds(1));
  }

  @Test
  void needsOneLiveVersion() throws Exception {
    RawConnection.Answer nothing = edge.ask(TOUCH + "?ttl=1h");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.header("aitta-context")).isNotEmpty();
    edge.askWithBody("PUT " + KEY, "one");
    edge.askWithBody("PUT " + KEY, "two", "Aitta-Context: none");
    RawConnection.Answer several = edge.ask(TOUCH + "?ttl=1h");
    assertThat(several.status()).isEqualTo(409);
    assertThat(several.text()).contains("/problems/too-many-siblings");
    edge.ask("DELETE " + KEY);
    assertThat(edge.ask(TOUCH + "?ttl=1h").status()).isEqualTo(404);
  }

  @Test
  void takesTheBucketsTimeToLiveWhereNoneIsNamed() throws Exception {
    edge.askWithBody("PUT " + KEY, "v");
    assertThat(edge.ask(TOUCH).text()).contains("'ttl' is missing");
    edge.backend.properties.put(
        "b", new BucketProperties(Level.QUORUM, Level.QUORUM, false, false, Duration.ofHours(2)));
    assertThat(edge.ask(TOUCH).status()).isEqualTo(204);
    assertThat(expiry()).isAfter(Instant.now().plus(Duration.ofMinutes(119)));
  }

  @Test
  void refusesWhatItCannotDo() throws Exception {
    edge.askWithBody("PUT " + KEY, "v");
    for (String query : new String[] {"?ttl=0s", "?ttl=x", "?ttl=1h&w=1", "?ttl=1h&timeout=2m"}) {
      assertThat(edge.ask(TOUCH + query).status()).as(query).isEqualTo(400);
    }
    assertThat(edge.ask(TOUCH + "?ttl=1h", "If-Match: *").status()).isEqualTo(400);
    assertThat(edge.ask("GET " + KEY + "/touch").status()).isEqualTo(405);
    assertThat(edge.ask("POST /v1/buckets/b/keys//touch?ttl=1h").status()).isEqualTo(400);
    edge.backend.script =
        request -> CompletableFuture.completedFuture(new Outcome.QuorumNotMet(2, 1, "few"));
    assertThat(edge.ask(TOUCH + "?ttl=1h").status()).isEqualTo(503);
  }

  @Test
  void keyThatIsNamedSoIsAnOrdinaryKey() throws Exception {
    assertThat(edge.askWithBody("POST /v1/buckets/b/keys/touch", "v").status()).isEqualTo(204);
    assertThat(edge.askWithBody("PUT /v1/buckets/b/keys/k%2Ftouch", "w").status()).isEqualTo(204);
    assertThat(edge.backend.state).containsOnlyKeys(Key.of("b", "touch"), Key.of("b", "k/touch"));
  }
}
