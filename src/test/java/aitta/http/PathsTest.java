package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.request.Request;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes of the request line to the resource. */
class PathsTest {

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static Key keyOf(String path) throws Exception {
    RawConnection.Answer answer = edge.ask("GET " + path);
    Request request = edge.backend.requests.poll();
    assertThat(request).as(path + " " + answer).isNotNull();
    return request.key();
  }

  @Test
  void anyBytesMakeAKey() throws Exception {
    Random random = new Random(4);
    try (RawConnection connection = edge.connect()) {
      for (int i = 0; i < 300; i++) {
        byte[] name = new byte[random.nextInt(1, 60)];
        random.nextBytes(name);
        Key key = new Key("b", name);
        connection.send(RunningEdge.request("GET /v1/buckets/b/keys/" + key.encodedName(), ""));
        assertThat(connection.read().status()).isEqualTo(404);
        assertThat(edge.backend.requests.poll().key()).isEqualTo(key);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "..,..",
    ".,.",
    "%2E%2e,..",
    "%2e,.",
    "a%2Fb,a/b",
    "%2F..%2F..,/../..",
    "a+b,a+b",
    "a%20b,a b",
    "%3F%23%25,?#%",
    "a;b=c,a;b=c",
    "a:b@c,a:b@c",
    "a|b[c]d,a|b[c]d",
    "%C3%A4,ä",
    "~!$&'()*,~!$&'()*"
  })
  void escapesAreDecodedOnceAndNothingIsFolded(String raw, String name) throws Exception {
    assertThat(keyOf("/v1/buckets/b/keys/" + raw)).isEqualTo(Key.of("b", name));
    assertThat(keyOf("http://edge/v1/buckets/b/keys/" + raw)).isEqualTo(Key.of("b", name));
  }

  @Test
  void bytesThatAreNoTextAreKept() throws Exception {
    assertThat(keyOf("/v1/buckets/b/keys/%00%FF%C3").name()).containsExactly(0, 0xff, 0xc3);
  }

  @Test
  void longestKeyIsTakenAndALongerOneIsNot() throws Exception {
    assertThat(keyOf("/v1/buckets/b/keys/" + "%FF".repeat(1024)).name()).hasSize(1024);
    RawConnection.Answer answer = edge.ask("GET /v1/buckets/b/keys/" + "k".repeat(1025));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("1 to 1024 bytes, not 1025");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "A-z_0.9", "_x", "-x", "%62"})
  void legalBuckets(String bucket) throws Exception {
    keyOf("/v1/buckets/" + bucket + "/keys/k");
    assertThat(edge.ask("GET /v1/buckets/" + bucket).status()).isEqualTo(200);
  }

  @Test
  void longestBucketIsTakenAndALongerOneIsNot() throws Exception {
    keyOf("/v1/buckets/" + "b".repeat(128) + "/keys/k");
    assertThat(edge.ask("GET /v1/buckets/" + "b".repeat(129) + "/keys/k").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {".b", "..", ".", "", "a%2Fb", "a+b", "%C3%A4", "a%00", "a~"})
  void illegalBuckets(String bucket) throws Exception {
    RawConnection.Answer key = edge.ask("GET /v1/buckets/" + bucket + "/keys/k");
    assertThat(key.status()).isEqualTo(400);
    assertThat(key.text()).contains("bucket '", "128 characters");
    assertThat(edge.ask("PUT /v1/buckets/" + bucket).status()).isEqualTo(400);
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void emptyKeyIsRefused() throws Exception {
    assertThat(edge.ask("GET /v1/buckets/b/keys/").text()).contains("1 to 1024 bytes, not 0");
    assertThat(edge.ask("PUT /v1/buckets/b/keys/?w=1").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/",
        "/v2/buckets/b",
        "/v1/buckets/b/keys/a/b",
        "/v1/buckets/b/keys/a/",
        "/v1/buckets/b/",
        "/v1/buckets/b/keys%2Fa",
        "/v1/buckets/b/Keys/a",
        "//v1/cluster",
        "/v1/cluster/",
        "/v1/buckets/b/../b/keys/a",
        "/%76%31/cluster",
        "/health"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    for (String method : new String[] {"GET ", "PUT ", "DELETE "}) {
      RawConnection.Answer answer = edge.ask(method + path);
      assertThat(answer.status()).as(method + path).isEqualTo(404);
      assertThat(answer.text()).contains("/problems/not-found");
      assertThat(answer.header("vary")).isEqualTo("Accept");
      assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    }
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void slashInAKeyIsExplained() throws Exception {
    assertThat(edge.ask("GET /v1/buckets/b/keys/a/b").text()).contains("%2F");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PATCH;/v1/buckets/b/keys/k;GET, HEAD, PUT, POST, DELETE, OPTIONS",
        "TRACE;/v1/buckets/b/keys/k;GET, HEAD, PUT, POST, DELETE, OPTIONS",
        "POST;/v1/buckets/b;GET, HEAD, PUT, DELETE, OPTIONS",
        "PUT;/v1/cluster;GET, HEAD, OPTIONS",
        "DELETE;/v1/cluster/ring;GET, HEAD, OPTIONS",
        "POST;/v1/cluster/locate?bucket=b&key=k;GET, HEAD, OPTIONS",
        "POST;/health/live;GET, HEAD, OPTIONS",
        "PUT;/health/ready;GET, HEAD, OPTIONS"
      })
  void wrongMethodIsToldTheRightOnes(String method, String path, String allowed) throws Exception {
    RawConnection.Answer wrong = edge.ask(method + " " + path);
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("allow")).isEqualTo(allowed);
    assertThat(wrong.text()).contains("/problems/method-not-allowed");
    assertThat(wrong.header("vary")).isEqualTo("Accept");
    RawConnection.Answer options = edge.ask("OPTIONS " + path);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).isEqualTo(allowed);
  }

  @Test
  void optionsOfTheWholeServer() throws Exception {
    assertThat(edge.ask("OPTIONS *").status()).isEqualTo(204);
    assertThat(edge.ask("GET *").status()).isEqualTo(404);
  }

  @Test
  void keysAreShownPercentEncoded() throws Exception {
    String text = edge.ask("GET /v1/buckets/b/keys/a%20%FF%22").text();
    assertThat(text).contains("key a%20%FF%22 has no live version");
  }
}
