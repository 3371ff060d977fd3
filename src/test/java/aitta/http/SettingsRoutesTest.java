package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsRoutesTest {
  private static final Map<String, String> BEFORE =
      Map.of("repair.rate", "16MiB", "repair.concurrency", "2");

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @BeforeEach
  void reset() {
    edge.backend.administration.settings.clear();
    edge.backend.administration.settings.putAll(BEFORE);
  }

  private static RawConnection.Answer put(String body) throws Exception {
    return edge.askWithBody("PUT /v1/cluster/settings", body, "Content-Type: application/json");
  }

  @Test
  void allThatHoldIsShown() throws Exception {
    RawConnection.Answer answer = edge.ask("GET /v1/cluster/settings");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"repair.concurrency\":2,\"repair.rate\":\"16MiB\"}");
  }

  @Test
  void someAreChangedAndAllAreAnswered() throws Exception {
    RawConnection.Answer answer =
        put(
            "{\"repair.concurrency\":4,\"log.level\":\"debug\",\"log.level.aitta.hint\":\"trace\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"log.level\":\"debug\",\"log.level.aitta.hint\":\"trace\","
                + "\"repair.concurrency\":4,\"repair.rate\":\"16MiB\"}");
    put("{\"log.level.aitta.hint\":null}");
    assertThat(edge.backend.administration.settings).containsEntry("log.level.aitta.hint", "");
    assertThat(put("{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"repair.rate\":\"16MB\"}",
        "{\"repair.rate\":16}",
        "{\"repair.rate\":\"1KiB\"}",
        "{\"handover.rate\":\"11GiB\"}",
        "{\"repair.concurrency\":0}",
        "{\"repair.concurrency\":65}",
        "{\"repair.concurrency\":2.5}",
        "{\"repair.concurrency\":\"2\"}",
        "{\"hint.batch-count\":10001}",
        "{\"hint.batch-count\":true}",
        "{\"log.level\":\"INFO\"}",
        "{\"log.level\":\"loud\"}",
        "{\"log.level\":\"\"}",
        "{\"log.level.a b\":\"info\"}",
        "{\"log.level.\":\"info\"}",
        "{\"repair.interval\":\"1m\"}",
        "{\"repair.concurrency\":3,\"repair.speed\":1}",
        "{\"repair.concurrency\":3,\"repair.concurrency\":4}"
      })
  void whatCannotBeRightIsRefusedAndNothingIsChanged(String body) throws Exception {
    RawConnection.Answer answer = put(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("/problems/invalid-request");
    assertThat(edge.backend.administration.settings).isEqualTo(BEFORE);
  }

  @Test
  void whatIsUnknownIsToldWhatIsKnown() throws Exception {
    assertThat(put("{\"repair.speed\":1}").text())
        .contains("repair.speed", "hint.batch-count, hint.rate", "log.level.<logger>");
    assertThat(put("{\"repair.rate\":\"1KiB\"}").text()).contains("64KiB to 10GiB");
    assertThat(edge.askWithBody("PUT /v1/cluster/settings", "{}").status()).isEqualTo(415);
    assertThat(edge.ask("POST /v1/cluster/settings").status()).isEqualTo(405);
  }
}
