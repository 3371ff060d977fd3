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
    assertThat(get("Accept: text/html, application/json;q=0").status()).isEqualTo(406);
    assertThat(get("Accept: text/html, */*;q=0.1").status()).isEqualTo(300);
    assertThat(get("Accept: text/html", "Accept: application/json").status()).isEqualTo(300);
    edge.askWithBody("PUT " + KEY, "alone");
    assertThat(get("Accept: text/html").text()).isEqualTo("alone");
    edge.ask("DELETE " + KEY);
    assertThat(get("Accept: text/html").status()).isEqualTo(404);
  }

  @Test
  void multipartHasEachVersionAsItWasStored() throws Exception {
    edge.ask("DELETE " + KEY, "Aitta-Context: none");
    RawConnection.Answer json = get();
    RawConnection.Answer answer = get("Accept: multipart/mixed, */*;q=0.5");
    assertThat(answer.status()).isEqualTo(300);
    assertThat(answer.header("etag")).isEqualTo(json.header("etag"));
    assertThat(answer.header("aitta-context")).isEqualTo(json.header("aitta-context"));
    String type = answer.header("content-type");
    assertThat(type).startsWith("multipart/mixed; boundary=");
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String text = new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
    String[] parts = text.split(boundary);
    assertThat(parts).hasSize(5); // nothing before the first, the rest of the last boundary
    assertThat(parts[0]).isEmpty();
    assertThat(parts[4]).isEqualTo("--\r\n");
    assertThat(parts[1])
        .contains("Content-Type: a/b\r\n", "Content-Encoding: gzip\r\n", "ETag: \"")
        .contains("Last-Modified: ")
        .doesNotContain("Aitta-Deleted")
        .endsWith("\r\n\r\none\u00ff\r\n");
    assertThat(parts[2]).contains("Aitta-Expires: ").endsWith("\r\n\r\ntwo\r\n");
    assertThat(parts[3]).contains("Aitta-Deleted: true\r\n").endsWith("\r\n\r\n\r\n");
  }

  @Test
  void formThatIsLikedBetterIsSent() throws Exception {
    assertThat(get("Accept: multipart/mixed;q=0.4, application/json;q=0.5").header("content-type"))
        .isEqualTo("application/json");
    assertThat(get("Accept: multipart/*, application/json").header("content-type"))
        .isEqualTo("application/json");
    assertThat(get("Accept: multipart/*").header("content-type")).startsWith("multipart/mixed");
  }

  @Test
  void writeThatIsShownIsShownInSomeForm() throws Exception {
    assertThat(write("Accept: multipart/mixed").header("content-type")).startsWith("multipart/");
    assertThat(write("Accept: text/html").header("content-type")).isEqualTo("application/json");
  }

  private static RawConnection.Answer write(String accept) throws Exception {
    return edge.askWithBody("PUT " + KEY + "?return=body", "more", "Aitta-Context: none", accept);
  }

  @Test
  void oneVersionIsSentAloneWithAContextOfItAlone() throws Exception {
    JsonNode siblings = Json.MAPPER.readTree(get().body()).get("siblings");
    String etag = siblings.get(0).get("etag").asText();
    RawConnection.Answer one = edge.ask("GET " + KEY + "?sibling=" + etag);
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.body()).containsExactly('o', 'n', 'e', 0xff);
    assertThat(one.header("content-type")).isEqualTo("a/b");
    assertThat(one.header("content-encoding")).isEqualTo("gzip");
    assertThat(one.header("etag")).isEqualTo('"' + etag + '"');
    assertThat(one.header("aitta-quorum")).isEqualTo("2/3");
    assertThat(edge.ask("GET " + KEY + "?sibling=%22" + etag + "%22").status()).isEqualTo(200);
    assertThat(edge.ask("GET " + KEY + "?sibling=" + etag, "Accept: text/html").status())
        .isEqualTo(200);
    assertThat(
            edge.ask("GET " + KEY + "?sibling=" + etag, "If-None-Match: \"" + etag + '"').status())
        .isEqualTo(304);
    edge.askWithBody("PUT " + KEY, "three", "Aitta-Context: " + one.header("aitta-context"));
    JsonNode left = Json.MAPPER.readTree(get().body()).get("siblings");
    assertThat(left.findValuesAsText("etag"))
        .hasSize(2)
        .contains(siblings.get(1).get("etag").asText())
        .doesNotContain(etag);
  }

  @Test
  void oneVersionThatIsNotThereIsNotFound() throws Exception {
    RawConnection.Answer absent = edge.ask("GET " + KEY + "?sibling=1-2");
    assertThat(absent.status()).isEqualTo(404);
    edge.askWithBody("PUT " + KEY, "three", "Aitta-Context: " + absent.header("aitta-context"));
    JsonNode all = Json.MAPPER.readTree(get().body()).get("siblings");
    assertThat(all).hasSize(3); // its context covers nothing
    edge.ask("DELETE " + KEY, "Aitta-Context: none");
    String tombstone =
        Json.MAPPER.readTree(get().body()).get("siblings").get(3).get("etag").asText();
    RawConnection.Answer deleted = edge.ask("GET " + KEY + "?sibling=" + tombstone);
    assertThat(deleted.status()).isEqualTo(404);
    edge.askWithBody("PUT " + KEY, "four", "Aitta-Context: " + deleted.header("aitta-context"));
    assertThat(get().text()).doesNotContain("\"deleted\"");
    assertThat(edge.ask("GET " + KEY + "?sibling=").status()).isEqualTo(400);
    edge.ask("DELETE " + KEY);
    assertThat(edge.ask("GET " + KEY + "?sibling=1-2").status()).isEqualTo(404);
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
