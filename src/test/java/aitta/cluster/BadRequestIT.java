package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that HTTP permits and Aitta does not: each is told what was wrong, and does nothing. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class BadRequestIT {
  private final TestNode node;
  private final TestClient client;

  BadRequestIT(TestCluster cluster) {
    node = cluster.node(0);
    client = cluster.client(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "%G1", "%%41", "a%", "%u0041", "%-1"})
  void brokenPercentEncodingIsRefused(String key) throws IOException {
    try (RawConnection connection = node.connect()) {
      connection
          .exchange("GET", "/v1/buckets/b/keys/" + key, null)
          .expectProblem(400, "invalid-request");
    }
    try (RawConnection connection = node.connect()) {
      connection
          .exchange("PUT", "/v1/buckets/b/keys/" + key, new byte[1])
          .expectProblem(400, "invalid-request");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%00",
        "%2F",
        "%FF",
        "%2E%2E",
        "%2E",
        "a%2Fb%2F..%2Fc",
        "+",
        "%20",
        "%25",
        "%2541",
        "%0D%0A",
        "%C3%A4",
        "%ED%A0%80",
        "%3F%23",
        "a:b@c!$&'()*,;=",
        "%7B%22%7D",
        "%EF%BF%BD"
      })
  void everyByteOfAKeyIsKept(String key) throws IOException {
    String bucket = Paths.fresh("bytes");
    String path = "/v1/buckets/" + bucket + "/keys/" + key;
    try (RawConnection connection = node.connect()) {
      byte[] value = key.getBytes(StandardCharsets.US_ASCII);
      connection.exchange("PUT", path, value).expect(204);
      assertThat(connection.exchange("GET", path, null).expect(200).body()).isEqualTo(value);
    }
  }

  @Test
  void keysThatDifferInOneByteAreDifferent() throws IOException {
    String bucket = Paths.fresh("bytes");
    Set<String> written = new HashSet<>();
    try (RawConnection connection = node.connect()) {
      for (int b = 0; b < 256; b++) {
        String path = "/v1/buckets/" + bucket + String.format("/keys/%%%02x", b);
        connection.exchange("PUT", path, new byte[] {(byte) b}).expect(204);
        written.add(path);
      }
      for (int b = 0; b < 256; b++) {
        String path = "/v1/buckets/" + bucket + String.format("/keys/%%%02X", b);
        assertThat(connection.exchange("GET", path, null).expect(200).body())
            .isEqualTo(new byte[] {(byte) b});
      }
    }
    assertThat(written).hasSize(256);
  }

  @Test
  void lengthOfAKeyIsCountedInBytesAndBounded() throws IOException {
    try (RawConnection connection = node.connect()) {
      for (String unit : List.of("k", "%00", "%C3")) {
        String longest = "/v1/buckets/" + Paths.fresh("long") + "/keys/" + unit.repeat(1024);
        connection.exchange("PUT", longest, new byte[1]).expect(204);
        connection.exchange("GET", longest, null).expect(200);
        connection
            .exchange("PUT", longest + unit, new byte[1])
            .expectProblem(400, "invalid-request");
      }
      connection
          .exchange("PUT", "/v1/buckets/b/keys/", new byte[1])
          .expectProblem(400, "invalid-request");
      connection.exchange("GET", "/v1/buckets/b/keys/", null).expectProblem(400, "invalid-request");
      // A bare slash makes a second segment, which no resource has.
      assertThat(connection.exchange("PUT", "/v1/buckets/b/keys/a/b", new byte[1]).status())
          .isIn(400, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".hidden", "..", "a%2Fb", "a%20b", "%C3%A4", "a+b", "a%00", "%", "a~b"})
  void impossibleBucketNamesAreRefused(String bucket) throws IOException {
    try (RawConnection connection = node.connect()) {
      connection
          .exchange("PUT", "/v1/buckets/" + bucket + "/keys/k", new byte[1])
          .expectProblem(400, "invalid-request");
    }
  }

  @Test
  void lengthOfABucketNameIsBounded() {
    client.put(Paths.key("b".repeat(128), "k"), "x").expect(204);
    client.put(Paths.key("b".repeat(129), "k"), "x").expectProblem(400, "invalid-request");
    client.put(Paths.key("A-Z_a.z-09", "k"), "x").expect(204);
  }

  @Test
  void contextThatWasDamagedCutOrMadeForAnotherKeyIsRefused() {
    Random random = Seeds.random("damaged contexts");
    String key = Paths.fresh("context");
    String context = client.put(Paths.key("b", key), "first").expect(204).context();
    for (int i = 0; i < 40; i++) {
      int at = i == 0 ? context.length() - 1 : random.nextInt(context.length());
      char other = context.charAt(at) == 'A' ? 'B' : 'A';
      expectRefused(key, context.substring(0, at) + other + context.substring(at + 1));
    }
    for (int length = 1; length < context.length(); length += 3) {
      expectRefused(key, context.substring(0, length));
    }
    expectRefused(key, context + context);
    expectRefused(key, context + "A");
    expectRefused(key, "x".repeat(9000));
    expectRefused(key, "NONE at all");
    expectRefused(Paths.fresh("context"), context);
    client
        .put(Paths.key("b2", key), "x", "Aitta-Context", context)
        .expectProblem(400, "invalid-request");
    client
        .delete(Paths.key("b2", key), "Aitta-Context", context)
        .expectProblem(400, "invalid-request");
    assertThat(client.get(Paths.key("b", key)).expect(200).text()).isEqualTo("first");
  }

  private void expectRefused(String key, String context) {
    client
        .put(Paths.key("b", key), "damaged", "Aitta-Context", context)
        .expectProblem(400, "invalid-request");
  }

  @Test
  void headersBeyondAllMeasureAreRefused() throws IOException {
    try (RawConnection connection = node.connect()) {
      connection.sendInBackground(
          RawConnection.request("GET", "/v1/cluster", null, "X-Long", "x".repeat(100_000)));
      connection.read().expectProblem(431, "headers-too-large");
    }
    String[] many = new String[2 * 5000];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "X-Header-" + i;
      many[i + 1] = "value";
    }
    try (RawConnection connection = node.connect()) {
      connection.sendInBackground(RawConnection.request("GET", "/v1/cluster", null, many));
      connection.read().expectProblem(431, "headers-too-large");
    }
  }

  @Test
  void uriIsTakenUpTo8KibAndRefusedFarAbove() throws IOException {
    try (RawConnection connection = node.connect()) {
      String prefix = "/v1/buckets/b/keys?prefix=" + "%41".repeat(1024);
      String longest = prefix + "&after=" + "%41".repeat(1024) + "&limit=";
      longest += "0".repeat(8190 - longest.length()) + "10";
      assertThat(longest).hasSize(8192);
      Reply taken = connection.exchange("GET", longest, null);
      assertThat(taken.status()).as("%s", taken).isNotEqualTo(414).isLessThan(500);
    }
    for (int length : List.of(10_000, 100_000)) {
      try (RawConnection connection = node.connect()) {
        String path = "/v1/buckets/b/keys/" + "a".repeat(length);
        connection.sendInBackground(RawConnection.request("GET", path, null));
        connection.read().expectProblem(414, "uri-too-long");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /v1/buckets/b/keys/k, DELETE GET HEAD POST PUT",
    "DELETE, /v1/cluster, GET",
    "PUT, /v1/cluster/ring, GET",
    "POST, /health/live, GET",
    "PATCH, /v1/buckets/b, DELETE GET PUT",
  })
  void methodThatAResourceHasNotIsRefusedWithThoseItHas(
      String method, String path, String allowed) {
    Reply reply = client.send(method, path, new byte[0]);
    reply.expectProblem(405, "method-not-allowed");
    assertThat(Arrays.asList(reply.need("Allow").split("\\s*,\\s*")))
        .containsAll(Arrays.asList(allowed.split(" ")))
        .doesNotContain(method);
  }

  @Test
  void unknownMethodIsNotImplemented() throws IOException {
    try (RawConnection connection = node.connect()) {
      Reply reply = connection.exchange("BREW", "/v1/buckets/b/keys/k", null);
      assertThat(reply.status()).as("%s", reply).isIn(405, 501);
      HostileRequests.expectProblem(reply);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r=0",
        "r=17",
        "r=-1",
        "r=foo",
        "r=",
        "r=1.5",
        "r=99999999999",
        "r=%zz",
        "r=%FF",
        "timeout=0ms",
        "timeout=61s",
        "timeout=5",
        "timeout=-1s",
        "timeout=1.5s",
        "timeout=s",
        "timeout=",
        "timeout=2h",
        "timeout=99999999999999999999s",
        "timeout=1%20s",
        "strict=maybe",
        "strict=",
        "explain=perhaps"
      })
  void impossibleParametersOfAReadAreRefused(String query) throws IOException {
    try (RawConnection connection = node.connect()) {
      connection
          .exchange("GET", Paths.key("b", "parameters") + "?" + query, null)
          .expectProblem(400, "invalid-request");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w=0",
        "w=17",
        "w=foo",
        "w=",
        "timeout=61s",
        "strict=maybe",
        "return=everything",
        "ttl=0s",
        "ttl=500ms",
        "ttl=3651d",
        "ttl=forever",
        "ttl=-5s",
        "ttl=1",
        "ttl=",
        "ttl=99999999999999999999d"
      })
  void impossibleParametersOfAWriteAreRefusedAndNothingIsWritten(String query) {
    String path = Paths.key("b", Paths.fresh("parameters"));
    client.put(path + "?" + query, "x").expectProblem(400, "invalid-request");
    client.get(path).expectProblem(404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"r\":\"some\"}",
        "{\"r\":0}",
        "{\"w\":17}",
        "{\"w\":null}",
        "{\"strict\":\"yes\"}",
        "{\"conflicts\":\"newest\"}",
        "{\"ttl\":\"soon\"}",
        "{\"ttl\":5}",
        "{\"unknown\":1}",
        "{\"r\":\"one\",\"unknown\":1}",
        "{\"r\":\"one\"",
        "[]",
        "7",
        "\"r\"",
        "null",
        "",
        "{\"r\":\"one\"}{}",
        "{\"r\":\"one\",\"ttl\":\"0s\"}"
      })
  void impossiblePropertiesOfABucketAreRefusedAndChangeNothing(String json) {
    String path = Paths.bucket(Paths.fresh("properties"));
    JsonNode before = client.get(path).expect(200).json();
    client.putJson(path, json).expectProblem(400, "invalid-request");
    assertThat(client.get(path).expect(200).json()).isEqualTo(before);
  }

  @Test
  void propertiesNestedWithoutEndAreRefused() {
    String path = Paths.bucket(Paths.fresh("properties"));
    client.putJson(path, "{\"r\":" + "[".repeat(20_000)).expectProblem(400, "invalid-request");
    client
        .put(path, "{\"r\":\"one\"}", "Content-Type", "text/plain")
        .expectProblem(415, "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "text/", "/plain", "text/plain; charset", "te xt/plain", "a/b/c"})
  void malformedContentTypeIsRefused(String type) throws IOException {
    String path = Paths.key("b", Paths.fresh("type"));
    try (RawConnection connection = node.connect()) {
      connection
          .exchange("PUT", path, new byte[1], "Content-Type", type)
          .expectProblem(400, "invalid-request");
    }
    client.get(path).expectProblem(404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/v1", "/v1/nothing", "/v1/buckets/b/nothing", "/v1/cluster/x"})
  void unknownResourceIsNotFound(String path) {
    client.get(path).expectProblem(404, "not-found");
  }
}
