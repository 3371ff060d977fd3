package aitta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON of each document is the contract's, field by field and in its order. */
class ReportsTest {

  private static String json(Object document) {
    return new String(Json.bytes(document), StandardCharsets.UTF_8);
  }

  @Test
  void cluster() throws Exception {
    ClusterReport report =
        new ClusterReport(
            "n1",
            3,
            128,
            7,
            List.of(
                new ClusterReport.Node(
                    "n1",
                    "10.0.0.1:7600",
                    "10.0.0.1:8080",
                    "a",
                    1.5,
                    ClusterReport.Status.UNREACHABLE,
                    43,
                    10,
                    20,
                    17,
                    Map.of("n3", 2L, "n2", 17L),
                    1,
                    true,
                    2)),
            List.of(new ClusterReport.Transfer(5, "n1", "n2", 1, 2, 3, null)));
    assertThat(json(report))
        .isEqualTo(
            "{\"node\":\"n1\",\"replicas\":3,\"ranges\":128,\"ringVersion\":7,\"nodes\":[{"
                + "\"id\":\"n1\",\"address\":\"10.0.0.1:7600\",\"http\":\"10.0.0.1:8080\","
                + "\"zone\":\"a\",\"weight\":1.5,\"status\":\"unreachable\",\"rangesOwned\":43,"
                + "\"keys\":10,\"bytes\":20,\"hintsHeld\":17,\"hintsFor\":{\"n2\":17,\"n3\":2},"
                + "\"catchingUp\":1,\"diskFull\":true,\"setAside\":2}],\"transfers\":[{\"range\":5,"
                + "\"from\":\"n1\",\"to\":\"n2\",\"bytesDone\":1,\"bytesTotal\":2,"
                + "\"bytesPerSecond\":3,\"etaSeconds\":null}]}");
    assertThat(Json.MAPPER.readValue(json(report), ClusterReport.class)).isEqualTo(report);
  }

  @Test
  void ring() throws Exception {
    RingReport report =
        new RingReport(
            7,
            3,
            List.of(
                new RingReport.Range(
                    17, "0".repeat(32), "f".repeat(32), List.of("n1", "n2"), List.of("n3"), 4)));
    assertThat(json(report))
        .isEqualTo(
            "{\"version\":7,\"replicas\":3,\"ranges\":[{\"range\":17,\"from\":\""
                + "0".repeat(32)
                + "\",\"to\":\""
                + "f".repeat(32)
                + "\",\"owners\":[\"n1\",\"n2\"],\"pending\":[\"n3\"],\"version\":4}]}");
    assertThat(Json.MAPPER.readValue(json(report), RingReport.class)).isEqualTo(report);
  }

  @Test
  void locate() throws Exception {
    LocateReport report = new LocateReport("ab", 3, List.of("n1"), List.of("n2"));
    assertThat(json(report))
        .isEqualTo("{\"hash\":\"ab\",\"range\":3,\"owners\":[\"n1\"],\"standIns\":[\"n2\"]}");
    assertThat(Json.MAPPER.readValue(json(report), LocateReport.class)).isEqualTo(report);
  }

  @Test
  void problemHasOnlyTheFieldsOfItsType() {
    assertThat(json(Problem.quorumNotMet(2, 1, "why")))
        .isEqualTo(
            "{\"type\":\"/problems/quorum-not-met\",\"title\":\"Too few replicas answered in"
                + " time\",\"status\":503,\"detail\":\"why\",\"required\":2,\"received\":1}");
    assertThat(json(Problem.valueTooLarge(5, "why"))).endsWith("\"detail\":\"why\",\"limit\":5}");
  }

  @Test
  void olderReaderPassesOverWhatItDoesNotKnow() throws Exception {
    String newer = "{\"hash\":\"ab\",\"range\":3,\"owners\":[],\"standIns\":[],\"new\":1}";
    assertThat(Json.MAPPER.readValue(newer, LocateReport.class).range()).isEqualTo(3);
  }
}
