package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberRoutesTest {
  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @ParameterizedTest
  @ValueSource(strings = {"leave", "remove"})
  void aChangeIsBegunAndItsProgressIsInTheReportOfTheCluster(String what) throws Exception {
    RawConnection.Answer answer = edge.ask("POST /v1/cluster/nodes/n%31/" + what);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("location")).isEqualTo("/v1/cluster");
    assertThat(edge.ask("POST /v1/cluster/nodes/alive/" + what + "?force=true").status())
        .isEqualTo(202);
    assertThat(edge.backend.memberChanges).containsExactly(what + " n1", what + " alive by force");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leave", "remove"})
  void aDryRunTellsWhatWouldMove(String what) throws Exception {
    RawConnection.Answer answer =
        edge.ask("POST /v1/cluster/nodes/n1/" + what + "?dry-run=true&force=false");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"moves\":[{\"range\":3,\"from\":\"n1\",\"to\":\"n2\"},"
                + "{\"range\":4,\"from\":null,\"to\":\"n2\"}]}");
    assertThat(edge.backend.memberChanges).containsExactly(what + " n1, dry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leave", "remove"})
  void whatCannotBeDoneIsToldWithItsReason(String what) throws Exception {
    RawConnection.Answer unknown = edge.ask("POST /v1/cluster/nodes/nobody/" + what);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("/problems/not-found", "nobody");
    RawConnection.Answer conflict = edge.ask("POST /v1/cluster/nodes/alive/" + what);
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.text()).contains("/problems/membership-conflict", "it is alive");
  }

  @Test
  void onlyAPostWithKnownParametersIsTakenWhileTheNodeIsReady() throws Exception {
    assertThat(edge.ask("GET /v1/cluster/nodes/n1/leave").status()).isEqualTo(405);
    assertThat(edge.ask("DELETE /v1/cluster/nodes/n1/remove").status()).isEqualTo(405);
    assertThat(edge.ask("POST /v1/cluster/nodes/n1/stay").status()).isEqualTo(404);
    assertThat(edge.ask("POST /v1/cluster/nodes/n1/leave?force=yes").status()).isEqualTo(400);
    assertThat(edge.ask("POST /v1/cluster/nodes/n1/leave?dry=true").status()).isEqualTo(400);
    edge.backend.notReady = "this node waits for 2 more members";
    assertThat(edge.ask("POST /v1/cluster/nodes/n1/remove").status()).isEqualTo(503);
    assertThat(edge.backend.memberChanges).isEmpty();
  }
}
