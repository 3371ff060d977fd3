package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairRoutesTest {

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void repairOfOneRangeOrOfAllIsBegun() throws Exception {
    assertThat(edge.ask("POST /v1/cluster/repair").status()).isEqualTo(202);
    assertThat(edge.ask("POST /v1/cluster/repair?range=127").status()).isEqualTo(202);
    assertThat(edge.ask("POST /v1/cluster/repair?range=0&accept-loss=true").status())
        .isEqualTo(202);
    assertThat(edge.ask("POST /v1/cluster/repair?accept-loss=false").status()).isEqualTo(202);
    assertThat(edge.backend.repairs).containsExactly("-1", "127", "0 accept loss", "-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "range=128",
        "range=-1",
        "range=",
        "range=one",
        "range=1&range=2",
        "range=99999999999",
        "accept-loss=",
        "accept-loss=yes",
        "loss=true"
      })
  void whatCannotBeRightIsRefusedAndNothingIsBegun(String query) throws Exception {
    RawConnection.Answer answer = edge.ask("POST /v1/cluster/repair?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("/problems/invalid-request");
    assertThat(edge.backend.repairs).isEmpty();
  }

  @Test
  void progressIsReportedRangeByRange() throws Exception {
    RawConnection.Answer answer = edge.ask("GET /v1/cluster/repair");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode ranges = Json.MAPPER.readTree(answer.body()).path("ranges");
    assertThat(ranges.get(0).toString())
        .isEqualTo(
            "{\"range\":0,\"lastRun\":\"2026-11-22T10:00:00Z\",\"keysCompared\":7,"
                + "\"keysRepaired\":2,\"inSync\":true}");
    assertThat(ranges.get(1).path("lastRun").isNull()).isTrue();
    assertThat(edge.ask("GET /v1/cluster/repair?range=1").status()).isEqualTo(400);
  }

  @Test
  void otherMethodsAreNotTakenAndNothingIsBegunWhileTheNodeIsNotReady() throws Exception {
    RawConnection.Answer answer = edge.ask("DELETE /v1/cluster/repair");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, POST, OPTIONS");
    edge.backend.notReady = "this node waits for 2 more members";
    assertThat(edge.ask("POST /v1/cluster/repair").status()).isEqualTo(503);
    assertThat(edge.ask("GET /v1/cluster/repair").status()).isEqualTo(503);
    assertThat(edge.backend.repairs).isEmpty();
  }
}
