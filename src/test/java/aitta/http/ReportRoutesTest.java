package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.ClusterReport;
import aitta.api.Json;
import aitta.api.LocateReport;
import aitta.api.RingReport;
import aitta.model.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node says of itself and its cluster. */
class ReportRoutesTest {

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void clusterAndRing() throws Exception {
    RawConnection.Answer cluster = edge.ask("GET /v1/cluster");
    assertThat(cluster.status()).isEqualTo(200);
    assertThat(cluster.header("content-type")).isEqualTo("application/json");
    assertThat(cluster.header("cache-control")).isEqualTo("no-cache");
    assertThat(Json.MAPPER.readValue(cluster.body(), ClusterReport.class).nodes()).hasSize(1);
    RawConnection.Answer ring = edge.ask("GET /v1/cluster/ring");
    assertThat(Json.MAPPER.readValue(ring.body(), RingReport.class).version()).isEqualTo(7);
    assertThat(edge.ask("GET /v1/cluster?x=1").status()).isEqualTo(400);
  }

  @Test
  void keyOfAQueryIsDecodedAsFormsAre() throws Exception {
    Key key = new Key("b", new byte[] {'a', ' ', '+', (byte) 0xff, '/'});
    RawConnection.Answer answer = edge.ask("GET /v1/cluster/locate?key=a+%2B%FF/&bucket=b");
    LocateReport report = Json.MAPPER.readValue(answer.body(), LocateReport.class);
    assertThat(report.hash()).isEqualTo(key.token().toString());
    assertThat(report.range()).isEqualTo(key.range(128));
  }

  @Test
  void locateNeedsBothParts() throws Exception {
    assertThat(edge.ask("GET /v1/cluster/locate?bucket=b").text()).contains("'key' is missing");
    assertThat(edge.ask("GET /v1/cluster/locate?key=b").text()).contains("'bucket' is missing");
    assertThat(edge.ask("GET /v1/cluster/locate?key=&bucket=b").status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/cluster/locate?key=k&bucket=.b").status()).isEqualTo(400);
    assertThat(edge.ask("GET /v1/cluster/locate?key=k&bucket=b&r=1").status()).isEqualTo(400);
  }

  @Test
  void healthTellsLiveFromReady() throws Exception {
    assertThat(edge.ask("GET /health/live").status()).isEqualTo(200);
    assertThat(edge.ask("HEAD /health/ready").status()).isEqualTo(200);
    edge.backend.notReady = "this node waits for 2 more members";
    assertThat(edge.ask("GET /health/live").status()).isEqualTo(200);
    RawConnection.Answer ready = edge.ask("GET /health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.text()).contains("waits for 2 more members");
    assertThat(edge.ask("GET /v1/cluster/ring").status()).isEqualTo(503);
    assertThat(edge.ask("GET /v1/cluster").status()).isEqualTo(200);
  }
}
