package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of several versions: their forms, and each of them alone. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ContractSiblingIT {
  private final TestClient client;
  private final TestClient other;
  private final String path = Paths.key(Paths.fresh("siblings"), "k");

  ContractSiblingIT(TestCluster cluster) {
    this.client = cluster.client(0);
    this.other = cluster.client(1);
  }

  private Reply twice() {
    client.put(path, "one", "Aitta-Context", "none", "Content-Type", "text/plain").expect(204);
    other.put(path, "two", "Aitta-Context", "none", "Content-Type", "text/x-two").expect(204);
    return client.get(path).expect(300);
  }

  @Test
  void eachVersionIsAPartOfMultipartMixed() {
    twice();
    client.delete(path, "Aitta-Context", "none").expect(204);
    Reply json = client.get(path).expect(300);
    Reply mixed = other.get(path, "Accept", "multipart/mixed").expect(300);
    assertThat(mixed.etag()).isEqualTo(json.etag());
    String type = mixed.need("Content-Type");
    assertThat(type).startsWith("multipart/mixed; boundary=");
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String text = new String(mixed.body(), StandardCharsets.ISO_8859_1);
    List<String> parts = List.of(text.split(boundary)).subList(1, 4);
    for (Reply.Sibling sibling : json.siblings()) {
      assertThat(parts)
          .anySatisfy(
              part ->
                  assertThat(part)
                      .contains("ETag: \"" + sibling.etag() + "\"\r\n", "Last-Modified: ")
                      .endsWith("\r\n\r\n" + (sibling.deleted() ? "" : sibling.text()) + "\r\n")
                      .matches(p -> p.contains("Aitta-Deleted: true") == sibling.deleted()));
    }
    client.put(path, "merged", "Aitta-Context", mixed.context()).expect(204);
    assertThat(other.get(path).expect(200).text()).isEqualTo("merged");
  }

  @Test
  void acceptThatNoFormFitsIs406() {
    twice();
    client.get(path, "Accept", "text/html").expectProblem(406, "not-acceptable");
    client.get(path, "Accept", "text/html, */*;q=0.1").expect(300);
  }

  @Test
  void oneVersionAloneCanBeSupersededAlone() {
    Reply both = twice();
    Reply.Sibling one =
        both.siblings().stream().filter(s -> s.text().equals("one")).findAny().orElseThrow();
    Reply alone = other.get(path + "?sibling=" + one.etag()).expect(200);
    assertThat(alone.text()).isEqualTo("one");
    assertThat(alone.need("Content-Type")).isEqualTo("text/plain");
    assertThat(alone.etag()).isEqualTo('"' + one.etag() + '"');
    assertThat(client.head(path + "?sibling=" + one.etag()).expect(200).context()).isNotBlank();
    other.put(path, "instead of one", "Aitta-Context", alone.context()).expect(204);
    assertThat(client.get(path).siblingTexts()).containsExactly("instead of one", "two");
    assertThat(client.get(path + "?sibling=" + one.etag()).expectProblem(404, "not-found"))
        .satisfies(gone -> assertThat(gone.context()).isNotBlank());
  }

  @Test
  void whatCannotBeATagIsRefused() {
    client.get(path + "?sibling=").expectProblem(400, "invalid-request");
    client.get(path + "?sibling=a%20b").expectProblem(400, "invalid-request");
    client.get(path + "?sibling=1-1").expectProblem(404, "not-found");
  }
}
