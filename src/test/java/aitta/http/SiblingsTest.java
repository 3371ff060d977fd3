package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.bucket.BucketProperties;
import aitta.quorum.Level;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several versions of a key: the 300. */
class SiblingsTest {
  private static final String KEY = "/v1/buckets/b/keys/k";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @BeforeEach
  void writeTwice() throws Exception {
    beside("one\u00ff", "Content-Type: a/b", "Content-Encoding: gzip");
    edge.askWithBody("PUT " + KEY + "?ttl=1h", "two", "Aitta-Context: none");
  }

  private static RawConnection.Answer beside(String body, String... headers) throws Exception {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Aitta-Context: none";
    return edge.askWithBody("PUT " + KEY, body, all);
  }

  private static RawConnection.Answer get(String... headers) throws Exception {
    return edge.ask("GET " + KEY, headers);
  }

  @Test
  void allVersionsAreListed() throws Exception {
    edge.ask("DELETE " + KEY, "Aitta-Context: none");
    RawConnection.Answer answer = get();
    assertThat(answer.status()).isEqualTo(300);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("etag")).matches("\"s-[0-9a-f]{32}\"");
    assertThat(answer.header("aitta-context")).isNotEmpty();
    assertThat(answer.header("aitta-quorum")).isEqualTo("2/3");
    JsonNode siblings = Json.MAPPER.readTree(answer.body()).get("siblings");
    assertThat(siblings).hasSize(3);
    JsonNode one = siblings.get(0);
    assertThat(one.properties().stream().map(java.util.Map.Entry::getKey))
        .containsExactly("etag", "contentType", "contentEncoding", "lastModified", "value");
    assertThat(one.get("contentType").asText()).isEqualTo("a/b");
    assertThat(one.get("contentEncoding").asText()).isEqualTo("gzip");
    assertThat(one.get("lastModified").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    assertThat(Base64.getDecoder().decode(one.get("value").asText()))
        .containsExactly('o', 'n', 'e', 0xff);
    JsonNode two = siblings.get(1);
    assertThat(two.get("expires").asText()).endsWith("Z");
    assertThat(two.has("contentEncoding")).isFalse();
    JsonNode tombstone = siblings.get(2);
    assertThat(tombstone.get("deleted").asBoolean()).isTrue();
    assertThat(tombstone.has("value")).isFalse();
  }

  @Test
  void acceptChoosesTheFormOfA300AndNothingElse() throws Exception {
    assertThat(get("Accept: text/html").status()).isEqualTo(406);
    assertThat(get("Accept: text/html").text()).contains("/problems/not-acceptable");
    assertThat(get("Accept: multipart/mixed").status()).isEqualTo(406);
    assertThat(get("Accept: text/html, */*;q=0.1").status()).isEqualTo(300);
    assertThat(get("Accept: text/html", "Accept: application/json").status()).isEqualTo(300);
    edge.askWithBody("PUT " + KEY, "alone");
    assertThat(get("Accept: text/html").text()).isEqualTo("alone");
    edge.ask("DELETE " + KEY);
    assertThat(get("Accept: text/html").status()).isEqualTo(404);
  }

  @Test
  void contextOfA300ReconcilesIt() throws Exception {
    String context = get().header("aitta-context");
    beside("three");
    edge.askWithBody("PUT " + KEY, "merged", "Aitta-Context: " + context);
    JsonNode siblings = Json.MAPPER.readTree(get().body()).get("siblings");
    assertThat(siblings).hasSize(2);
  }

  @Test
  void tagOfTheSetServesBothKindsOfConditions() throws Exception {
    String etag = get().header("etag");
    RawConnection.Answer same = get("If-None-Match: " + etag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("etag")).isEqualTo(etag);
    assertThat(get("If-Modified-Since: Sat, 06 Nov 2094 08:49:37 GMT").status()).isEqualTo(300);
    assertThat(edge.askWithBody("PUT " + KEY, "x", "If-Match: " + etag).status()).isEqualTo(204);
    assertThat(get().text()).isEqualTo("x");
  }

  @Test
  void headOfA300HasItsHeadersAlone() throws Exception {
    RawConnection.Answer get = get();
    RawConnection.Answer head = edge.ask("HEAD " + KEY);
    assertThat(head.status()).isEqualTo(300);
    assertThat(head.header("content-length")).isEqualTo(String.valueOf(get.body().length));
    assertThat(head.header("etag")).isEqualTo(get.header("etag"));
  }

  @Test
  void onlyTombstonesAreNothing() throws Exception {
    String context = get().header("aitta-context");
    edge.ask("DELETE " + KEY, "Aitta-Context: " + context);
    edge.ask("DELETE " + KEY, "Aitta-Context: none");
    assertThat(get().status()).isEqualTo(404);
  }

  @Test
  void bucketWithTheLatestPolicyNeverAnswers300() throws Exception {
    edge.backend.properties.put(
        "b", new BucketProperties(Level.QUORUM, Level.QUORUM, false, true, null));
    RawConnection.Answer answer = get();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("two");
  }
}
