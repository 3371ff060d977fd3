package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document and the routes say the same. */
class OpenApiTest {
  private static final List<String> METHODS = List.of("get", "head", "put", "post", "delete");

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  private static JsonNode document;

  @BeforeAll
  static void read() throws Exception {
    RawConnection.Answer answer = edge.ask("GET /v1/openapi.json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    document = Json.MAPPER.readTree(answer.body());
    assertThat(document.get("openapi").asText()).startsWith("3.1");
  }

  private static Map<String, TreeSet<String>> documented() {
    Map<String, TreeSet<String>> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      TreeSet<String> methods = new TreeSet<>();
      path.getValue()
          .properties()
          .forEach(operation -> methods.add(operation.getKey().toUpperCase(Locale.ROOT)));
      all.put(path.getKey(), methods);
    }
    return all;
  }

  @Test
  void everyResourceAndMethodIsInBoth() {
    Map<String, TreeSet<String>> routes = new TreeMap<>();
    Resources.all(edge.backend, null, null, null, null, null)
        .forEach(resource -> routes.put(resource.template(), new TreeSet<>(resource.methods())));
    assertThat(documented()).isEqualTo(routes);
  }

  /** What is sent with a parameter that nobody knows is told which ones are known. */
  @Test
  void everyParameterIsInBoth() throws Exception {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        assertThat(METHODS).contains(operation.getKey());
        if (method.equals("HEAD")) {
          assertThat(operation.getValue().get("parameters"))
              .isEqualTo(path.getValue().get("get").get("parameters"));
          continue;
        }
        String request = method + " " + concrete(path.getKey());
        RawConnection.Answer answer = edge.ask(request + "?nobody-knows=1");
        assertThat(known(answer)).as(request).isEqualTo(parameters(operation.getValue()));
      }
    }
  }

  private static TreeSet<String> known(RawConnection.Answer answer) throws Exception {
    if (answer.status() != 400) {
      return new TreeSet<>(); // whatever is sent there means nothing
    }
    String detail = Json.MAPPER.readTree(answer.body()).get("detail").asText();
    int list = detail.indexOf("known are ");
    assertThat(list >= 0 || detail.endsWith("none are taken")).as(detail).isTrue();
    return list < 0
        ? new TreeSet<>()
        : new TreeSet<>(List.of(detail.substring(list + "known are ".length()).split(", ")));
  }

  private static TreeSet<String> parameters(JsonNode operation) {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode parameter : resolved(operation)) {
      if (parameter.get("in").asText().equals("query")) {
        names.add(parameter.get("name").asText());
      }
    }
    return names;
  }

  private static List<JsonNode> resolved(JsonNode operation) {
    List<JsonNode> parameters = new ArrayList<>();
    operation.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
    return parameters;
  }

  private static JsonNode resolve(JsonNode node) {
    JsonNode ref = node.get("$ref");
    if (ref == null) {
      return node;
    }
    JsonNode found = document.at(ref.asText().substring(1));
    assertThat(found.isMissingNode()).as(ref.asText()).isFalse();
    return found;
  }

  private static String concrete(String template) {
    return template
        .replace("{bucket}", "b")
        .replace("{key}", "k")
        .replace("{id}", "n1.0")
        .replace("{name}", "monday");
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryOperationHasItsName() {
    document
        .findValues("$ref")
        .forEach(
            ref -> assertThat(document.at(ref.asText().substring(1)).isMissingNode()).isFalse());
    List<String> names = document.findValuesAsText("operationId");
    assertThat(names).doesNotHaveDuplicates();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          JsonNode told = operation.getValue();
                          assertThat(told.path("summary").asText()).isNotBlank();
                          assertThat(told.get("responses").size()).isGreaterThan(1);
                          for (JsonNode parameter : resolved(told)) {
                            boolean inPath = parameter.get("in").asText().equals("path");
                            String name = "{" + parameter.get("name").asText() + "}";
                            assertThat(path.getKey().contains(name)).isEqualTo(inPath);
                          }
                        }));
  }

  @Test
  void examplesOfParametersAreTaken() throws Exception {
    edge.askWithBody("PUT /v1/buckets/b/keys/k", "v");
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      JsonNode get = path.getValue().get("get");
      if (get == null) {
        continue;
      }
      for (JsonNode parameter : resolved(get)) {
        JsonNode example = parameter.get("example");
        String request = "GET " + concrete(path.getKey());
        if (example != null && parameter.path("required").isMissingNode()) {
          String name = parameter.get("name").asText();
          int status = edge.ask(request + "?" + name + "=" + example.asText()).status();
          assertThat(status).as(request + " " + name).isNotIn(400, 405);
        }
      }
    }
  }
}
