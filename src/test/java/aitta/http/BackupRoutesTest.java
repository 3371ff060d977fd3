package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupRoutesTest {
  private static final String JSON = "Content-Type: application/json";

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @BeforeEach
  void forget() {
    edge.backend.administration.backups.clear();
    edge.backend.administration.restored.clear();
    edge.backend.administration.restore = new RestoreIntake.Outcome(null, 0, 0);
  }

  private static RawConnection.Answer begin(String body) throws Exception {
    return edge.askWithBody("POST /v1/cluster/backup", body, JSON);
  }

  @Test
  void aBackupIsBegunAndItsProgressTold() throws Exception {
    RawConnection.Answer begun = begin("{\"name\":\"monday\"}");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.header("location")).isEqualTo("/v1/cluster/backup/monday");
    String report = edge.ask("GET /v1/cluster/backup/monday").text();
    assertThat(report)
        .contains("\"name\":\"monday\"", "\"state\":\"done\"", "\"bytes\":7", "/b/monday/n1");
    assertThat(begun.text()).contains("\"state\":\"done\"");
    assertThat(edge.ask("GET /v1/cluster/backup/tuesday").status()).isEqualTo(404);
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    begin("{\"name\":\"monday\"}");
    RawConnection.Answer again = begin("{\"name\":\"monday\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text()).contains("/problems/backup-conflict", "it is there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"name\":7}",
        "{\"name\":null}",
        "{\"name\":\"\"}",
        "{\"name\":\"..\"}",
        "{\"name\":\"a/b\"}",
        "{\"name\":\"a\",\"to\":\"/x\"}",
        "{\"name\":\"a\"} more"
      })
  void whatCannotBeRightIsRefusedAndNothingIsBegun(String body) throws Exception {
    RawConnection.Answer answer = begin(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("/problems/invalid-request");
    assertThat(edge.backend.administration.backups).isEmpty();
  }

  @Test
  void otherTypesNamesAndMethodsAreRefused() throws Exception {
    assertThat(edge.askWithBody("POST /v1/cluster/backup", "{\"name\":\"a\"}").status())
        .isEqualTo(415);
    assertThat(edge.ask("GET /v1/cluster/backup/a%2Fb").status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/cluster/backup").status()).isEqualTo(405);
    assertThat(edge.ask("GET /v1/cluster/restore").status()).isEqualTo(405);
    assertThat(edge.ask("DELETE /v1/cluster/backup/a").header("allow"))
        .isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void piecesAreTakenInWholeOrNotAtAll() throws Exception {
    byte[] secret = "sixteen bytes !!".getBytes(StandardCharsets.US_ASCII);
    String piece =
        new String(new RestoreBatch(List.of(secret), List.of()).encode(), StandardCharsets.UTF_8);
    assertThat(edge.askWithBody("POST /v1/cluster/restore", "nonsense").status()).isEqualTo(400);
    assertThat(edge.askWithBody("POST /v1/cluster/restore", piece.substring(1)).status())
        .isEqualTo(400);
    assertThat(edge.backend.administration.restored).isEmpty();
  }
}
