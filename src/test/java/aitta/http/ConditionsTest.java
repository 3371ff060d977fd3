package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.request.Request;
import aitta.version.Precondition;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional reads and writes. RFC 9110, section 13. */
class ConditionsTest {
  private static final String KEY = "/v1/buckets/b/keys/k";
  private static final String LONG_AGO = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String FAR_AHEAD = "Sat, 06 Nov 2094 08:49:37 GMT";
  private String etag;

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @BeforeEach
  void write() throws Exception {
    etag = put().header("etag");
    edge.backend.requests.clear();
  }

  private static RawConnection.Answer put(String... headers) throws Exception {
    return edge.askWithBody("PUT " + KEY, "x", headers);
  }

  private static int statusOfGet(String... headers) throws Exception {
    return edge.ask("GET " + KEY, headers).status();
  }

  private static Precondition precondition() {
    return ((Request.Write) edge.backend.requests.poll()).precondition();
  }

  @Test
  void readThatHasItAlreadyIsNotModified() throws Exception {
    RawConnection.Answer answer = edge.ask("GET " + KEY, "If-None-Match: \"x\", " + etag);
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.header("etag")).isEqualTo(etag);
    assertThat(answer.header("aitta-context")).isNotEmpty();
    assertThat(answer.header("aitta-quorum")).isEqualTo("2/3");
    assertThat(answer.header("vary")).isEqualTo("Accept");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    assertThat(statusOfGet("If-None-Match: *")).isEqualTo(304);
    assertThat(statusOfGet("If-None-Match: W/" + etag)).isEqualTo(304);
    assertThat(statusOfGet("If-None-Match: \"x\"", "If-None-Match: " + etag)).isEqualTo(304);
    assertThat(statusOfGet("If-None-Match: \"x\"")).isEqualTo(200);
    assertThat(edge.ask("HEAD " + KEY, "If-None-Match: " + etag).status()).isEqualTo(304);
  }

  @Test
  void datesOfReadsCountOnlyWithoutTags() throws Exception {
    assertThat(statusOfGet("If-Modified-Since: " + FAR_AHEAD)).isEqualTo(304);
    assertThat(statusOfGet("If-Modified-Since: " + LONG_AGO)).isEqualTo(200);
    assertThat(statusOfGet("If-Modified-Since: soon")).isEqualTo(200);
    assertThat(statusOfGet("If-Modified-Since: " + FAR_AHEAD, "If-None-Match: \"x\""))
        .isEqualTo(200);
    String lastModified = edge.ask("GET " + KEY).header("last-modified");
    assertThat(statusOfGet("If-Modified-Since: " + lastModified)).isEqualTo(304);
    assertThat(statusOfGet("If-Unmodified-Since: " + lastModified)).isEqualTo(200);
    assertThat(statusOfGet("If-Unmodified-Since: " + LONG_AGO)).isEqualTo(412);
    assertThat(statusOfGet("If-Unmodified-Since: " + LONG_AGO, "If-Match: " + etag)).isEqualTo(200);
  }

  @Test
  void readCanInsistOnAVersion() throws Exception {
    assertThat(statusOfGet("If-Match: " + etag)).isEqualTo(200);
    assertThat(statusOfGet("If-Match: *")).isEqualTo(200);
    assertThat(statusOfGet("If-Match: W/" + etag)).isEqualTo(412);
    RawConnection.Answer failed = edge.ask("GET " + KEY, "If-Match: \"x\"");
    assertThat(failed.status()).isEqualTo(412);
    assertThat(failed.header("etag")).isEqualTo(etag);
  }

  @Test
  void conditionsOnWhatIsNotThereMeanNothingToAReader() throws Exception {
    edge.ask("DELETE " + KEY);
    assertThat(statusOfGet("If-None-Match: *")).isEqualTo(404);
    assertThat(statusOfGet("If-Match: *")).isEqualTo(404);
  }

  @Test
  void headersOfAWriteBecomeItsPrecondition() throws Exception {
    put("If-None-Match: *");
    assertThat(precondition()).isEqualTo(Precondition.NothingLive.INSTANCE);
    put("If-Match: *");
    assertThat(precondition()).isEqualTo(Precondition.SomethingLive.INSTANCE);
    put("If-Match: \"a\", W/\"b\"", "If-Match: \"c\"");
    assertThat(precondition()).isEqualTo(new Precondition.Matches(Set.of("a", "c")));
    put("If-Match: W/" + etag);
    assertThat(precondition()).isEqualTo(new Precondition.Matches(Set.of()));
    put("If-None-Match: \"a\", W/\"b\"");
    assertThat(precondition()).isEqualTo(new Precondition.MatchesNone(Set.of("a", "b")));
    edge.ask("DELETE " + KEY, "If-Match: \"a\"");
    assertThat(precondition()).isEqualTo(new Precondition.Matches(Set.of("a")));
    put("If-Modified-Since: " + LONG_AGO);
    assertThat(precondition()).isNull();
  }

  @Test
  void failedPreconditionShowsWhatIsThere() throws Exception {
    RawConnection.Answer failed = put("If-None-Match: *");
    assertThat(failed.status()).isEqualTo(412);
    assertThat(failed.text()).contains("/problems/precondition-failed");
    assertThat(failed.header("etag")).isEqualTo(etag);
    assertThat(failed.header("aitta-context"))
        .isEqualTo(edge.ask("GET " + KEY).header("aitta-context"));
    assertThat(put("If-Match: " + etag).status()).isEqualTo(204);
    assertThat(put("If-Match: " + etag).status()).isEqualTo(412);
    edge.ask("DELETE " + KEY);
    RawConnection.Answer gone = put("If-Match: *");
    assertThat(gone.status()).isEqualTo(412);
    assertThat(gone.header("etag")).isNull();
    assertThat(gone.header("aitta-context")).isNotEmpty();
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws Exception {
    String context = edge.ask("GET " + KEY).header("aitta-context");
    edge.backend.requests.clear();
    String[][] together = {
      {"If-Match: " + etag, "Aitta-Context: " + context},
      {"If-None-Match: *", "Aitta-Context: none"},
      {"If-Match: " + etag, "Aitta-Context:"},
      {"If-Match: *", "If-None-Match: \"a\""},
      {"If-Unmodified-Since: " + LONG_AGO},
      {"If-Unmodified-Since: " + LONG_AGO, "If-Match: " + etag}
    };
    for (String[] headers : together) {
      assertThat(put(headers).status()).as(String.join(", ", headers)).isEqualTo(400);
    }
    assertThat(edge.ask("DELETE " + KEY, "If-Unmodified-Since: " + LONG_AGO).status())
        .isEqualTo(400);
    assertThat(edge.backend.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match: abc", "If-None-Match: \"abc", "If-Match:"})
  void tagsThatAreNoneAreRefused(String header) throws Exception {
    assertThat(put(header).status()).isEqualTo(400);
    assertThat(statusOfGet(header)).isEqualTo(400);
    assertThat(edge.backend.requests).isEmpty();
  }
}
