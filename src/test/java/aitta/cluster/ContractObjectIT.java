package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of one object: what a write supersedes, what a read finds, what a delete leaves. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractObjectIT {
  private final TestCluster cluster;
  private final TestClient client;
  private final String path = Paths.key("contract", Paths.fresh("object"));

  ContractObjectIT(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client(0);
  }

  /** The client of one node after the other: what is said of one node holds for any. */
  private TestClient any(int turn) {
    return cluster.client(turn % 3);
  }

  @Test
  void valueIsReadBackThroughEveryNode() {
    client.put(path, "stored").expect(204);
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get(path).expect(200).text()).isEqualTo("stored");
    }
  }

  @Test
  void emptyValueIsAValue() {
    client.put(path, "").expect(204);
    Reply read = client.get(path).expect(200);
    assertThat(read.body()).isEmpty();
    assertThat(read.need("Content-Length")).isEqualTo("0");
  }

  @Test
  void postIsPut() {
    Reply written = client.post(path, "posted").expect(204);
    assertThat(client.get(path).expect(200).etag()).isEqualTo(written.etag());
  }

  @Test
  void plainWritesOneAfterTheOtherThroughWhicheverNodesNeverTurnIntoSiblings() {
    for (int i = 0; i < 60; i++) {
      any(i).put(path, "plain " + i).expect(204);
      assertThat(any(i + 1).get(path).expect(200).text()).isEqualTo("plain " + i);
    }
  }

  @Test
  void writeWithTheContextOfAReadSupersedesWhatWasRead() {
    client.put(path, "old").expect(204);
    Reply read = any(1).get(path).expect(200);
    any(2).put(path, "new", "Aitta-Context", read.context()).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("new");
  }

  @Test
  void writeWithTheContextOfAWriteSupersedesThatWrite() {
    String context = client.put(path, "1").expect(204).context();
    for (int i = 2; i < 20; i++) {
      context = any(i).put(path, "" + i, "Aitta-Context", context).expect(204).context();
      assertThat(any(i + 1).get(path).expect(200).text()).isEqualTo("" + i);
    }
  }

  @Test
  void versionThatTheContextDoesNotCoverIsKept() {
    String seen = client.put(path, "seen").expect(204).context();
    any(1).put(path, "unseen").expect(204);
    any(2).put(path, "third", "Aitta-Context", seen).expect(204);
    assertThat(client.get(path).siblingTexts()).containsExactly("third", "unseen");
  }

  @Test
  void contextOfAWriteCoversNothingThatItsClientHasNotSeen() {
    String seen = client.put(path, "seen").expect(204).context();
    any(1).put(path, "unseen").expect(204);
    String own = client.put(path, "second", "Aitta-Context", seen).expect(204).context();
    any(2).put(path, "third", "Aitta-Context", own).expect(204);
    assertThat(client.get(path).siblingTexts()).containsExactly("third", "unseen");
  }

  @Test
  void contextNoneSupersedesNothing() {
    client.put(path, "a").expect(204);
    any(1).put(path, "b", "Aitta-Context", "none").expect(204);
    any(2).put(path, "c", "Aitta-Context", "").expect(204);
    assertThat(client.get(path).siblingTexts()).containsExactly("a", "b", "c");
  }

  @Test
  void equalValuesWrittenBesideEachOtherAreTwoVersions() {
    String first = client.put(path, "same", "Aitta-Context", "none").expect(204).etag();
    String second = client.put(path, "same", "Aitta-Context", "none").expect(204).etag();
    assertThat(first).isNotEqualTo(second);
    assertThat(client.get(path).siblingTexts()).containsExactly("same", "same");
  }

  @Test
  void severalVersionsAreShownWithTheirMetadataAndReconciledWithTheirContext() {
    String left =
        client
            .put(path, "left", "Aitta-Context", "none", "Content-Type", "text/plain")
            .expect(204)
            .etag();
    String right =
        any(1)
            .put(path, "right", "Aitta-Context", "none", "Content-Encoding", "br")
            .expect(204)
            .etag();
    Reply both = any(2).get(path).expect(300);
    assertThat(both.need("Content-Type")).startsWith("application/json");
    assertThat(both.etag()).matches("\"[^\"]+\"").isNotIn(left, right);
    List<Reply.Sibling> siblings = both.siblings();
    assertThat(siblings)
        .extracting(s -> '"' + s.etag() + '"')
        .containsExactlyInAnyOrder(left, right);
    assertThat(siblings)
        .extracting(Reply.Sibling::contentType)
        .containsExactlyInAnyOrder("text/plain", "application/octet-stream");
    assertThat(siblings).allSatisfy(s -> assertThat(s.lastModified()).matches("\\d{4}-.*T.*Z"));
    assertThat(both.json().path("siblings").findValuesAsText("contentEncoding"))
        .containsExactly("br");

    any(1).put(path, "merged", "Aitta-Context", both.context()).expect(204);
    for (TestNode node : cluster.nodes()) {
      assertThat(node.client().get(path).expect(200).text()).isEqualTo("merged");
    }
  }

  @Test
  void plainOverwriteReconcilesToo() {
    client.put(path, "a", "Aitta-Context", "none").expect(204);
    client.put(path, "b", "Aitta-Context", "none").expect(204);
    any(1).put(path, "c").expect(204);
    assertThat(any(2).get(path).expect(200).text()).isEqualTo("c");
  }

  @Test
  void acceptChoosesTheFormOfSeveralVersionsAlone() {
    client.put(path, "single").expect(204);
    client.get(path, "Accept", "text/html").expect(200);
    client.put(path, "beside", "Aitta-Context", "none").expect(204);
    client.get(path, "Accept", "text/html").expectProblem(406, "not-acceptable");
    client.get(path, "Accept", "application/json").expect(300);
    client.get(path, "Accept", "text/html, */*;q=0.1").expect(300);
  }

  @Test
  void returnBodyAnswersWhatAReadOfTheCoordinatorWould() {
    Reply written =
        client.put(path + "?return=body", "one", "Content-Type", "text/plain").expect(200);
    assertThat(written.text()).isEqualTo("one");
    assertThat(written.need("Content-Type")).startsWith("text/plain");
    assertThat(written.etag()).isEqualTo(client.get(path).expect(200).etag());
    Reply both = client.put(path + "?return=body", "two", "Aitta-Context", "none").expect(300);
    assertThat(both.siblingTexts()).containsExactly("one", "two");
    client.put(path, "merged", "Aitta-Context", both.context()).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("merged");
  }

  @Test
  void deleteAnswers204WhetherThereWasSomethingOrNot() {
    client.delete(path).expect(204);
    client.put(path, "here").expect(204);
    Reply deleted = any(1).delete(path).expect(204);
    assertThat(deleted.context()).isNotBlank();
    for (TestNode node : cluster.nodes()) {
      node.client().get(path).expectProblem(404, "not-found").context();
    }
    any(2).delete(path).expect(204);
    client.get(path).expect(404);
  }

  @Test
  void writeAfterADeleteIsSeenAlone() {
    client.put(path, "first").expect(204);
    any(1).delete(path).expect(204);
    String context = any(2).get(path).expect(404).context();
    client.put(path, "second", "Aitta-Context", context).expect(204);
    assertThat(any(1).get(path).expect(200).text()).isEqualTo("second");
    any(2).delete(path).expect(204);
    any(1).put(path, "third").expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("third");
  }

  @Test
  void versionThatADeleteDidNotCoverSurvivesBesideTheTombstone() {
    String seen = client.put(path, "seen").expect(204).context();
    any(1).put(path, "unseen", "Aitta-Context", "none").expect(204);
    any(2).delete(path, "Aitta-Context", seen).expect(204);
    Reply left = client.get(path).expect(300);
    assertThat(left.siblingTexts()).containsExactly("<deleted>", "unseen");
    assertThat(left.json().path("siblings"))
        .allSatisfy(s -> assertThat(s.has("value")).isNotEqualTo(s.has("deleted")));
    any(1).put(path, "resolved", "Aitta-Context", left.context()).expect(204);
    assertThat(any(2).get(path).expect(200).text()).isEqualTo("resolved");
  }

  @Test
  void deleteWithContextNoneCoversNothing() {
    client.put(path, "stays").expect(204);
    any(1).delete(path, "Aitta-Context", "none").expect(204);
    assertThat(any(2).get(path).siblingTexts()).containsExactly("<deleted>", "stays");
  }

  @Test
  void onlyTombstonesLeftReadAsNothing() {
    String seen = client.put(path, "x").expect(204).context();
    client.delete(path, "Aitta-Context", seen).expect(204);
    any(1).delete(path, "Aitta-Context", seen).expect(204);
    any(2).get(path).expectProblem(404, "not-found");
  }

  @Test
  void deleteWithTheContextOfSeveralVersionsDeletesThemAll() {
    client.put(path, "a", "Aitta-Context", "none").expect(204);
    client.put(path, "b", "Aitta-Context", "none").expect(204);
    String both = any(1).get(path).expect(300).context();
    any(2).delete(path, "Aitta-Context", both).expect(204);
    client.get(path).expect(404);
  }

  @Test
  void contextStaysSmallWhateverTheNumberOfWrites() {
    String context = "none";
    for (int i = 0; i < 200; i++) {
      context = any(i).put(path, "" + i, "Aitta-Context", context).expect(204).context();
    }
    assertThat(context).hasSizeLessThan(1024).matches("[\\x21-\\x7e]+");
  }

  @Test
  void contextOfAnyAgeIsTaken() {
    String old = client.put(path, "0").expect(204).context();
    for (int i = 1; i < 20; i++) {
      any(i).put(path, "" + i).expect(204);
    }
    client.put(path, "late", "Aitta-Context", old).expect(204);
    assertThat(any(1).get(path).siblingTexts()).containsExactly("19", "late");
  }

  @Test
  void moreThan100SiblingsAreRefused() {
    for (int i = 0; i < 100; i++) {
      any(i).put(path, "" + i, "Aitta-Context", "none").expect(204);
    }
    client
        .put(path, "one too many", "Aitta-Context", "none")
        .expectProblem(409, "too-many-siblings");
    Reply all = client.get(path).expect(300);
    assertThat(all.siblings()).hasSize(100);
    any(1).put(path, "merged", "Aitta-Context", all.context()).expect(204);
    assertThat(client.get(path).expect(200).text()).isEqualTo("merged");
  }

  @Test
  void keyBelongsToItsBucket() {
    String key = Paths.fresh("same");
    client.put(Paths.key("contract-a", key), "a").expect(204);
    client.get(Paths.key("contract-b", key)).expect(404);
  }
}
