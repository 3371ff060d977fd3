package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of conditional writes: judged at one place, and at most one of a race wins. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractPreconditionIT {
  private static final int WRITERS = 20;
  private static final int ROUNDS = 10;

  private final TestCluster cluster;
  private final TestClient client;
  private final String path = Paths.key("contract", Paths.fresh("condition"));

  ContractPreconditionIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  @Test
  void ifNoneMatchStarWritesOnlyWhereThereIsNoLiveVersion() {
    Reply created = client.put(path, "first", "If-None-Match", "*").expect(204);
    for (TestNode node : cluster.nodes()) {
      Reply refused = node.client().put(path, "second", "If-None-Match", "*");
      refused.expectProblem(412, "precondition-failed");
      assertThat(refused.etag()).isEqualTo(created.etag());
      assertThat(refused.context()).isNotBlank();
    }
    assertThat(client.get(path).expect(200).text()).isEqualTo("first");
    client.delete(path).expect(204);
    cluster.client(1).put(path, "again", "If-None-Match", "*").expect(204);
    assertThat(cluster.client(2).get(path).expect(200).text()).isEqualTo("again");
  }

  @Test
  void ifMatchWritesOnlyOverTheVersionNamed() {
    String first = client.put(path, "first").expect(204).etag();
    String second = cluster.client(1).put(path, "second", "If-Match", first).expect(204).etag();
    Reply refused = cluster.client(2).put(path, "third", "If-Match", first);
    refused.expectProblem(412, "precondition-failed");
    assertThat(refused.etag()).isEqualTo(second);
    assertThat(client.get(path).expect(200).text()).isEqualTo("second");
    // What the refusal tells is enough to go on from.
    client.put(path, "third", "Aitta-Context", refused.context()).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("third");
  }

  @Test
  void ifMatchTakesAListAndAStar() {
    String etag = client.put(path, "1").expect(204).etag();
    String next = client.put(path, "2", "If-Match", "\"other\", " + etag).expect(204).etag();
    client.put(path, "3", "If-Match", "*").expect(204);
    client.put(path, "4", "If-Match", next).expectProblem(412, "precondition-failed");
    client.put(path, "4", "If-Match", "\"a\", \"b\"").expectProblem(412, "precondition-failed");
    assertThat(client.get(path).expect(200).text()).isEqualTo("3");
  }

  @Test
  void ifMatchFailsWhereThereIsNothing() {
    for (String tags : List.of("*", "\"any\"")) {
      Reply refused = client.put(path, "x", "If-Match", tags);
      refused.expectProblem(412, "precondition-failed");
      assertThat(refused.context()).isNotBlank();
      client.delete(path, "If-Match", tags).expectProblem(412, "precondition-failed");
    }
    client.get(path).expect(404);
  }

  @Test
  void weakTagsNeverMatch() {
    String etag = client.put(path, "x").expect(204).etag();
    client.put(path, "y", "If-Match", "W/" + etag).expectProblem(412, "precondition-failed");
    assertThat(client.get(path).expect(200).text()).isEqualTo("x");
  }

  @Test
  void deleteTakesConditionsToo() {
    String etag = client.put(path, "x").expect(204).etag();
    client.delete(path, "If-Match", "\"other\"").expectProblem(412, "precondition-failed");
    cluster.client(1).delete(path, "If-Match", etag).expect(204);
    cluster.client(2).get(path).expect(404);
  }

  @Test
  void tagOfSeveralVersionsResolvesThemAndTheTagOfOneDoesNot() {
    String one = client.put(path, "a", "Aitta-Context", "none").expect(204).etag();
    cluster.client(1).put(path, "b", "Aitta-Context", "none").expect(204);
    client.put(path, "c", "If-Match", one).expectProblem(412, "precondition-failed");
    client.put(path, "c", "If-None-Match", "*").expectProblem(412, "precondition-failed");
    String both = cluster.client(2).get(path).expect(300).etag();
    cluster.client(1).put(path, "c", "If-Match", both).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("c");
    client.put(path, "d", "If-Match", both).expectProblem(412, "precondition-failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match", "If-None-Match"})
  void conditionTogetherWithAContextIsRefused(String condition) {
    String context = client.put(path, "x").expect(204).context();
    for (String given : List.of(context, "none")) {
      client
          .put(path, "y", condition, "*", "Aitta-Context", given)
          .expectProblem(400, "invalid-request");
    }
    assertThat(client.get(path).expect(200).text()).isEqualTo("x");
  }

  @Test
  void ifUnmodifiedSinceIsRefusedOnWrites() {
    client.put(path, "x").expect(204);
    String now = client.get(path).need("Last-Modified");
    client.put(path, "y", "If-Unmodified-Since", now).expectProblem(400, "invalid-request");
    client.delete(path, "If-Unmodified-Since", now).expectProblem(400, "invalid-request");
    assertThat(client.get(path).expect(200).text()).isEqualTo("x");
  }

  @Test
  void ofRacingConditionalWritersExactlyOneWinsEachRound() {
    Optional<String> etag = Optional.empty();
    for (int round = 0; round < ROUNDS; round++) {
      int now = round;
      String name = etag.isEmpty() ? "If-None-Match" : "If-Match";
      String tag = etag.orElse("*");
      List<Reply> replies =
          Work.inParallel(
              WRITERS,
              writer ->
                  cluster
                      .client(writer % 3)
                      .put(path + "?timeout=20s", now + "-" + writer, name, tag));
      assertThat(replies).extracting(Reply::status).containsOnly(204, 412);
      List<Reply> winners = replies.stream().filter(reply -> reply.status() == 204).toList();
      assertThat(winners).as("winners of round %d", round).hasSize(1);
      String value = round + "-" + replies.indexOf(winners.get(0));
      for (TestNode node : cluster.nodes()) {
        Reply read = node.client().get(path).expect(200);
        assertThat(read.text()).isEqualTo(value);
        assertThat(read.etag()).isEqualTo(winners.get(0).etag());
      }
      etag = Optional.of(winners.get(0).etag());
    }
  }

  @Test
  void countersAddedUpByManyWritersLoseNothing() {
    client.put(path, "0").expect(204);
    Work.inParallel(6, this::addFive);
    assertThat(client.get(path).expect(200).text()).isEqualTo("30");
  }

  private int addFive(int writer) {
    TestClient mine = cluster.client(writer % 3);
    int tries = 0;
    for (int added = 0; added < 5; tries++) {
      Reply read = mine.get(path + "?timeout=20s").expect(200);
      String next = "" + (Integer.parseInt(read.text()) + 1);
      Reply written = mine.put(path + "?timeout=20s", next, "If-Match", read.etag());
      assertThat(written.status()).as("%s", written).isIn(204, 412);
      added += written.status() == 204 ? 1 : 0;
    }
    return tries;
  }
}
