package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of what goes along with a value: its types, its times, and what caches are told. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractHeadersIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String path = Paths.key("contract", Paths.fresh("headers"));

  ContractHeadersIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; charset=utf-8",
        "text/plain; charset=iso-8859-1; format=flowed",
        "Text/HTML; Charset=UTF-8",
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=iso-8859-15",
        "application/vnd.example+json; version=2; profile=\"a b\"",
        "image/svg+xml",
        "application/x-unheard-of",
        "multipart/form-data; boundary=xyz",
        "application/x-www-form-urlencoded"
      })
  void contentTypeIsKeptWithAllItsParameters(String type) {
    client.put(path, "x", "Content-Type", type).expect(204);
    for (TestNode node : cluster.nodes()) {
      assertThat(plain(node.client().get(path).expect(200).need("Content-Type")))
          .isEqualTo(plain(type));
    }
  }

  /** Upper and lower case, blanks and needless quotes may change on the way. */
  private static String plain(String type) {
    return type.toLowerCase(Locale.ROOT).replaceAll("\\s*;\\s*", ";").replace("\"", "");
  }

  @Test
  void valueWithoutTypeIsAStreamOfOctets() {
    client.put(path, "x").expect(204);
    assertThat(client.get(path).need("Content-Type")).isEqualTo("application/octet-stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "deflate", "x-own", "gzip, br"})
  void contentEncodingIsKeptAndTheBytesAreNotLookedAt(String encoding) {
    byte[] bytes = {0x1f, (byte) 0x8b, 0, 1, 2, (byte) 0xff}; // no gzip, whatever the header says
    client.put(path, bytes, "Content-Encoding", encoding).expect(204);
    Reply read = cluster.client(1).get(path).expect(200);
    assertThat(read.need("Content-Encoding").replace(" ", "")).isEqualTo(encoding.replace(" ", ""));
    assertThat(read.body()).isEqualTo(bytes);
    client.put(path, bytes).expect(204);
    assertThat(client.get(path, "Accept-Encoding", "gzip").header("Content-Encoding")).isEmpty();
  }

  @Test
  void readTellsWhenTheVersionWasWritten() {
    Instant before = Instant.now();
    client.put(path, "x").expect(204);
    String text = cluster.client(1).get(path).expect(200).need("Last-Modified");
    Instant told = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    // HTTP dates are cut to seconds, and the logical clock may run a little ahead.
    assertThat(told)
        .isBetween(before.minus(Duration.ofSeconds(2)), Instant.now().plus(Duration.ofSeconds(5)));
  }

  @Test
  void headIsGetWithoutBody() {
    client.put(path, "twelve bytes", "Content-Type", "text/plain").expect(204);
    Reply get = client.get(path).expect(200);
    Reply head = client.head(path).expect(200);
    assertThat(head.body()).isEmpty();
    for (String name :
        new String[] {
          "Content-Type",
          "Content-Length",
          "ETag",
          "Last-Modified",
          "Cache-Control",
          "Vary",
          "X-Content-Type-Options",
          "Content-Security-Policy"
        }) {
      assertThat(head.need(name)).as(name).isEqualTo(get.need(name));
    }
    assertThat(head.context()).isNotBlank();
    assertThat(head.need("Aitta-Quorum")).matches("[123]/3");
    String none = Paths.key("contract", Paths.fresh("none"));
    assertThat(client.head(none).expect(404).context()).isNotBlank();
  }

  @Test
  void everyAnswerTellsCachesToAskAgain() {
    String none = Paths.key("contract", Paths.fresh("none"));
    Reply[] answers = {
      client.put(path, "a").expect(204),
      client.get(path).expect(200),
      client.get(path, "If-None-Match", client.get(path).etag()).expect(304),
      client.put(path, "b", "Aitta-Context", "none").expect(204),
      client.get(path).expect(300),
      client.delete(path).expect(204),
      client.get(none).expect(404),
      client.get(path + "?r=0").expect(400),
      client.put(none, "x", "If-Match", "\"other\"").expect(412),
      client.get(Paths.bucket("contract")).expect(200),
      client.get("/v1/cluster").expect(200),
      client.get("/v1/nothing").expect(404),
    };
    for (Reply answer : answers) {
      assertThat(answer.need("Cache-Control")).as("%s", answer).isEqualTo("no-cache");
      assertThat(answer.need("Vary")).as("%s", answer).isEqualToIgnoringCase("Accept");
    }
  }

  @Test
  void valuesRunNothingInABrowser() {
    client.put(path, "<script>", "Content-Type", "text/html").expect(204);
    Reply read = client.get(path).expect(200);
    assertThat(read.need("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(read.need("Content-Security-Policy")).isEqualTo("sandbox");
  }

  @Test
  void contextAndQuorumStandOnEveryAnswerOfAKey() {
    String none = Paths.key("contract", Paths.fresh("none"));
    Reply[] answers = {
      client.put(path, "a").expect(204),
      client.get(path).expect(200),
      client.put(path, "b", "Aitta-Context", "none").expect(204),
      client.get(path).expect(300),
      client.delete(path).expect(204),
      client.get(path).expect(404),
      client.get(none).expect(404),
    };
    for (Reply answer : answers) {
      assertThat(answer.context()).as("%s", answer).isNotBlank();
      assertThat(answer.need("Aitta-Quorum")).as("%s", answer).matches("[23]/3");
    }
  }

  @Test
  void etagIsStrongAndNamesTheVersion() {
    String first = client.put(path, "x").expect(204).etag();
    assertThat(first).matches("\"[^\"]+\"");
    assertThat(cluster.client(1).get(path).expect(200).etag()).isEqualTo(first);
    String second = client.put(path, "x").expect(204).etag();
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void versionThatTheClientHasIsNotSentAgain() {
    String etag = client.put(path, "x").expect(204).etag();
    for (String tags : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
      Reply unchanged = cluster.client(1).get(path, "If-None-Match", tags).expect(304);
      assertThat(unchanged.body()).isEmpty();
      assertThat(unchanged.etag()).isEqualTo(etag);
      client.head(path, "If-None-Match", tags).expect(304);
    }
    client.get(path, "If-None-Match", "\"other\"").expect(200);
    client.put(path, "y").expect(204);
    client.get(path, "If-None-Match", etag).expect(200);
    client.delete(path).expect(204);
    client.get(path, "If-None-Match", etag).expect(404);
  }
}
