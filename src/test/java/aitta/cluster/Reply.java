package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer of a node.
 *
 * @param request the request line, for messages
 * @param headers by name, whose case does not matter
 */
record Reply(String request, int status, Map<String, List<String>> headers, byte[] body) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** One version out of a 300, as JSON shows it. */
  record Sibling(
      String etag, String contentType, String lastModified, byte[] value, boolean deleted) {
    /** The value as UTF-8, or {@code <deleted>} for a tombstone. */
    String text() {
      return deleted ? "<deleted>" : new String(value, StandardCharsets.UTF_8);
    }
  }

  Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  /** The header's value; its absence fails the test. */
  String need(String name) {
    assertThat(header(name)).as("header %s of %s", name, this).isPresent();
    return header(name).orElseThrow();
  }

  String context() {
    return need("Aitta-Context");
  }

  String etag() {
    return need("ETag");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + this, e);
    }
  }

  /** The versions in the JSON body of a 300. */
  List<Sibling> siblings() {
    expect(300);
    List<Sibling> found = new ArrayList<>();
    for (JsonNode one : json().path("siblings")) {
      boolean deleted = one.path("deleted").asBoolean(false);
      byte[] value = deleted ? null : Base64.getDecoder().decode(one.path("value").asText());
      found.add(
          new Sibling(
              one.path("etag").asText(),
              one.path("contentType").asText(),
              one.path("lastModified").asText(),
              value,
              deleted));
    }
    return found;
  }

  /** The values of a 300 in no particular order; a tombstone reads {@code <deleted>}. */
  List<String> siblingTexts() {
    return siblings().stream().map(Sibling::text).sorted().toList();
  }

  Reply expect(int wanted) {
    assertThat(status).as("status of %s", this).isEqualTo(wanted);
    return this;
  }

  /** Checks that this is a problem of the given kind, complete as RFC 9457 and the contract ask. */
  Reply expectProblem(int wanted, String name) {
    expect(wanted);
    assertThat(need("Content-Type")).as("type of %s", this).startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("type").asText()).as("type in %s", this).isEqualTo("/problems/" + name);
    assertThat(problem.path("title").asText()).as("title in %s", this).isNotBlank();
    assertThat(problem.path("status").asInt()).as("status in %s", this).isEqualTo(wanted);
    assertThat(problem.path("detail").asText()).as("detail in %s", this).isNotBlank();
    return this;
  }

  @Override
  public String toString() {
    String shown = text().length() > 500 ? text().substring(0, 500) + "…" : text();
    return request + " -> " + status + " " + headers + " " + shown;
  }
}
