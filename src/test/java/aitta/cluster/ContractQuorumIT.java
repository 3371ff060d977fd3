package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of quorums: how many owners answer, and what happens where too few can. */
@AcceptanceTest
class ContractQuorumIT {
  private static TestCluster cluster;

  private final String path = Paths.key("quorum", Paths.fresh("key"));

  @BeforeAll
  static void start() {
    cluster = TestCluster.of("quorum", 3).start();
    cluster.awaitAllUp();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"one,1", "1,1", "quorum,2", "2,2", "all,3", "3,3"})
  void numbersAndWordsNameAQuorum(String given, int atLeast) {
    TestClient client = cluster.client(1);
    for (String strict : new String[] {"", "&strict=true", "&strict=false"}) {
      Reply written = client.put(path + "?w=" + given + strict, "x").expect(204);
      assertThat(answered(written)).isBetween(atLeast, 3);
      // The write before may have reached one owner only: then found or not is both right.
      Reply read = client.get(path + "?r=" + given + strict);
      assertThat(read.status()).isIn(200, 404);
      assertThat(answered(read)).isBetween(atLeast, 3);
      assertThat(answered(client.delete(path + "?w=" + given + strict).expect(204)))
          .isBetween(atLeast, 3);
    }
  }

  private static int answered(Reply reply) {
    String[] parts = reply.need("Aitta-Quorum").split("/");
    assertThat(parts[1]).isEqualTo("3");
    return Integer.parseInt(parts[0]);
  }

  @Test
  void quorumThatTheLivingCannotMakeIsRefusedAndAnyOtherIsMet() {
    TestClient client = cluster.client(0);
    client.put(path + "?w=all", "first").expect(204);
    cluster.node(2).kill();
    String context = client.get(path).expect(200).context();
    client.put(path, "second", "Aitta-Context", context).expect(204);
    client.put(path + "?strict=true", "third").expect(204);
    assertThat(client.get(path + "?strict=true").expect(200).text()).isEqualTo("third");
    expectQuorumNotMet(client.get(path + "?r=all&strict=true"), 3, 2);
    expectQuorumNotMet(client.put(path + "?w=all&strict=true", "fourth"), 3, 2);
    // With three nodes nobody is left to stand in, and a hint beside one's own copy counts once.
    expectQuorumNotMet(client.put(path + "?w=all", "fifth"), 3, 2);

    cluster.node(1).kill();
    expectQuorumNotMet(client.get(path + "?strict=true"), 2, 1);
    expectQuorumNotMet(client.put(path + "?strict=true", "sixth"), 2, 1);
    expectQuorumNotMet(client.get(path), 2, 1);
    expectQuorumNotMet(client.put(path, "seventh"), 2, 1);
    client.put(path, "eighth", "If-Match", "*").expectProblem(503, "quorum-not-met");
    client.put(path + "?w=one", "ninth").expect(204);
    Reply alone = client.get(path + "?r=one");
    assertThat(alone.status()).as("%s", alone).isIn(200, 300);

    cluster.node(1).startAndAwaitReady();
    cluster.node(2).startAndAwaitReady();
    cluster.awaitAllUp();
    for (TestNode node : cluster.nodes()) {
      await("a strict quorum of fit owners, as " + node.id() + " sees it")
          .atMost(TestCluster.HEAL_LIMIT)
          .untilAsserted(
              () -> {
                Reply read = node.client().get(path + "?strict=true");
                assertThat(read.status()).as("%s", read).isIn(200, 300);
                assertThat(read.status() == 200 ? read.text() : read.siblingTexts().toString())
                    .contains("ninth");
              });
    }
  }

  private static void expectQuorumNotMet(Reply reply, int required, int received) {
    reply.expectProblem(503, "quorum-not-met");
    assertThat(reply.json().path("required").asInt()).as("%s", reply).isEqualTo(required);
    assertThat(reply.json().path("received").asInt()).as("%s", reply).isEqualTo(received);
  }

  @Test
  void frozenNodeHoldsUpNobodyWhoDoesNotNeedIt() {
    TestNode frozen = cluster.node(2);
    try {
      frozen.pause();
      for (int i = 0; i < 40; i++) {
        TestClient client = cluster.client(i % 2);
        String key = Paths.key("quorum", Paths.fresh("frozen"));
        client.put(key, "" + i).expect(204);
        assertThat(cluster.client((i + 1) % 2).get(key).expect(200).text()).isEqualTo("" + i);
      }
    } finally {
      frozen.resume();
    }
    cluster.awaitAllUp();
  }

  @Test
  void requestEndsByItsTimeoutWithAnAnswer() {
    try {
      cluster.node(1).pause();
      cluster.node(2).pause();
      TestClient client = cluster.client(0);
      for (String timeout : new String[] {"1ms", "250ms", "1s"}) {
        client.get(path + "?timeout=" + timeout).expectProblem(503, "quorum-not-met");
        client.put(path + "?timeout=" + timeout, "x").expectProblem(503, "quorum-not-met");
      }
      client.get(path).expectProblem(503, "quorum-not-met");
    } finally {
      cluster.node(1).resume();
      cluster.node(2).resume();
    }
    cluster.awaitAllUp();
    await().atMost(TestCluster.HEAL_LIMIT).until(() -> cluster.client(0).get(path).status() < 500);
  }
}
