package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.bucket.BucketProperties;
import aitta.quorum.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketRoutesTest {
  private static final String BUCKET = "/v1/buckets/b";
  private static final String DEFAULTS =
      "{\"r\":\"quorum\",\"w\":\"quorum\",\"strict\":false,\"conflicts\":\"siblings\",\"ttl\":null}";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static RawConnection.Answer put(String json) throws Exception {
    return edge.askWithBody("PUT " + BUCKET, json, "Content-Type: application/json");
  }

  @Test
  void bucketThatWasNeverUsedHasTheDefaults() throws Exception {
    RawConnection.Answer answer = edge.ask("GET " + BUCKET);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("vary")).isEqualTo("Accept");
    assertThat(answer.text()).isEqualTo(DEFAULTS);
    assertThat(edge.ask("HEAD " + BUCKET).header("content-length"))
        .isEqualTo(String.valueOf(DEFAULTS.length()));
  }

  @Test
  void anySubsetIsChangedAndAllOfThemAreAnswered() throws Exception {
    RawConnection.Answer answer = put("{\"r\":\"one\",\"w\":3,\"ttl\":\"48h\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"r\":\"one\",\"w\":3,\"strict\":false,\"conflicts\":\"siblings\",\"ttl\":\"2d\"}");
    put("{\"strict\":true,\"conflicts\":\"latest\",\"r\":\"2\"}");
    assertThat(edge.backend.properties("b"))
        .isEqualTo(
            new BucketProperties(new Level(2), new Level(3), true, true, Duration.ofDays(2)));
    put("{\"ttl\":null}");
    assertThat(edge.backend.properties("b").ttl()).isNull();
    assertThat(put("{}").status()).isEqualTo(200);
    assertThat(edge.backend.properties("b").strict()).isTrue();
  }

  @Test
  void deletePutsTheDefaultsBack() throws Exception {
    put("{\"r\":1}");
    assertThat(edge.ask("DELETE " + BUCKET).status()).isEqualTo(204);
    assertThat(edge.ask("GET " + BUCKET).text()).isEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "{\"r\":4};property 'r'",
        "{\"r\":0};property 'r'",
        "{\"r\":1.5};property 'r'",
        "{\"w\":null};property 'w'",
        "{\"w\":\"most\"};property 'w'",
        "{\"w\":99999999999};property 'w'",
        "{\"strict\":\"true\"};property 'strict'",
        "{\"conflicts\":\"none\"};property 'conflicts'",
        "{\"conflicts\":1};property 'conflicts'",
        "{\"ttl\":\"0s\"};property 'ttl'",
        "{\"ttl\":60};property 'ttl'",
        "{\"r\":1,\"colour\":\"red\"};property 'colour'",
        "{\"r\":1,\"r\":1};line 1",
        "{\"r\":1;line 1, column",
        "{\"r\":1} x;line 1",
        "[];must be an object",
        "null;must be an object"
      })
  void wrongJsonIsExplainedAndChangesNothing(String json, String explanation) throws Exception {
    RawConnection.Answer answer = put(json);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text().replace("\\\"", "'")).contains(explanation);
    assertThat(edge.backend.properties).isEmpty();
  }

  @Test
  void bodyThatIsNoUtf8OrTooDeepIsMalformed() throws Exception {
    assertThat(put("{\"r\u00ff\":1}").status()).isEqualTo(400);
    assertThat(put("[".repeat(5_000)).status()).isEqualTo(400);
    assertThat(edge.askWithBody("PUT " + BUCKET, "", "Content-Type: application/json").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: application/json; charset=utf-16",
        "Content-Type: application/jsonx"
      })
  void whatIsNotSentAsJsonIs415(String header) throws Exception {
    RawConnection.Answer answer = edge.askWithBody("PUT " + BUCKET, "{\"r\":1}", header);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text()).contains("/problems/unsupported-media-type");
    assertThat(edge.backend.properties).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
        "application/json;"
      })
  void jsonMaySayItsCharset(String type) throws Exception {
    assertThat(edge.askWithBody("PUT " + BUCKET, "{\"r\":1}", "Content-Type: " + type).status())
        .isEqualTo(200);
  }

  @Test
  void parametersAndLargeBodiesAreRefused() throws Exception {
    assertThat(edge.ask("GET " + BUCKET + "?r=1").text()).contains("parameter 'r' is unknown");
    assertThat(edge.ask("DELETE " + BUCKET + "?force=true").status()).isEqualTo(400);
    assertThat(put("{\"r\":1" + " ".repeat(70_000) + "}").status()).isEqualTo(413);
  }

  @Test
  void nodeThatIsNotReadySaysSo() throws Exception {
    edge.backend.notReady = "starting";
    assertThat(edge.ask("GET " + BUCKET).status()).isEqualTo(503);
    assertThat(put("{}").text()).contains("/problems/not-ready");
  }
}
