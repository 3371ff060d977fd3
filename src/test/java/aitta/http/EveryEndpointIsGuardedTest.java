package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.security.AuditEvent;
import aitta.security.Grant;
import aitta.security.Role;
import aitta.security.TokenTable;
import aitta.security.TokenText;
import aitta.security.TokensFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every endpoint that the API's own document has, from outside, with too little or enough. */
class EveryEndpointIsGuardedTest {
  private static final Random RANDOM = new Random(5);
  private static final Set<String> HEADERS_OF_A_REFUSAL =
      Set.of(
          "cache-control",
          "vary",
          "www-authenticate",
          "x-request-id",
          "date",
          "content-type",
          "content-length");

  private static final Queue<AuditEvent> audit = new ConcurrentLinkedQueue<>();
  private static final List<String> lines = new ArrayList<>();
  private static final String READER = token("reader", new Grant(Role.READER, ""));
  private static final String WRITER = token("writer", new Grant(Role.WRITER, ""));
  private static final String ADMIN = token("admin", new Grant(Role.ADMIN, ""));
  private static final String ADMIN_ELSEWHERE = token("elsewhere", new Grant(Role.ADMIN, "other-"));

  @RegisterExtension
  static final RunningEdge edge =
      RunningEdge.start(new Protection(EveryEndpointIsGuardedTest::tokens, null, audit::add));

  private static final List<Endpoint> endpoints = new ArrayList<>();

  /** One method of one path, as the document has it. */
  private record Endpoint(String method, String template) {
    String request() {
      return method
          + " "
          + template
              .replace("{bucket}", "b")
              .replace("{key}", "k")
              .replace("{id}", "n1")
              .replace("{name}", "x")
              .replace("{file}", "main.js");
    }

    boolean isOpen() {
      return template.equals("/")
          || template.startsWith("/health/")
          || template.startsWith("/console/");
    }

    /** The words of the contract; null where any token will do. */
    Role needed() {
      boolean reads = method.equals("GET") || method.equals("HEAD");
      if (template.startsWith("/v1/buckets/{bucket}")) {
        boolean ofBucket = template.equals("/v1/buckets/{bucket}");
        return reads ? Role.READER : ofBucket ? Role.ADMIN : Role.WRITER;
      }
      return reads || template.equals("/v1/batch") ? null : Role.ADMIN;
    }
  }

  private static String token(String id, Grant grant) {
    String token = TokenText.fresh(id, RANDOM);
    lines.add(TokensFile.line(id, TokenText.hash(token), List.of(grant)));
    return token;
  }

  private static TokenTable tokens() {
    try {
      return TokensFile.parse(String.join("\n", lines));
    } catch (TokensFile.MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void readTheDocument() throws Exception {
    RawConnection.Answer answer = edge.ask("GET /v1/openapi.json", bearer(READER));
    for (Map.Entry<String, JsonNode> path :
        Json.MAPPER.readTree(answer.body()).get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method ->
                  endpoints.add(new Endpoint(method.toUpperCase(Locale.ROOT), path.getKey())));
    }
    assertThat(endpoints).hasSizeGreaterThan(25);
  }

  @BeforeEach
  void writeWhatMustNotShow() throws Exception {
    edge.askWithBody("PUT /v1/buckets/b/keys/k", "secret", bearer(WRITER));
    edge.backend.requests.clear();
    edge.asked.clear();
    audit.clear();
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static RawConnection.Answer ask(Endpoint endpoint, String... headers) throws Exception {
    boolean takesBody = endpoint.method.equals("PUT") || endpoint.method.equals("POST");
    String body = takesBody ? "{}" : "";
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("X-Request-Id: fixed");
    if (takesBody) {
      all.add("Content-Type: application/json");
    }
    return edge.askWithBody(endpoint.request(), body, all.toArray(String[]::new));
  }

  private static void changesAndRevealsNothing(Endpoint endpoint, RawConnection.Answer answer) {
    assertThat(edge.asked).as(endpoint.toString()).isEmpty();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .as(endpoint.toString())
        .doesNotContain("secret");
    Set<String> names =
        answer.headers().stream()
            .map(header -> header.getKey().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(HEADERS_OF_A_REFUSAL).as(endpoint.toString()).containsAll(names);
  }

  @Test
  void withoutATokenThatIsValidEveryAnswerIsTheSame() throws Exception {
    List<String[]> credentials =
        List.of(
            new String[0],
            new String[] {bearer("")},
            new String[] {bearer("reader")},
            new String[] {bearer(READER + "x")},
            new String[] {"Authorization: Basic " + ADMIN},
            new String[] {"Authorization: " + ADMIN},
            new String[] {bearer(ADMIN), bearer(READER)});
    for (String[] sent : credentials) {
      Set<String> bodies = new HashSet<>();
      for (Endpoint endpoint : endpoints) {
        RawConnection.Answer answer = ask(endpoint, sent);
        if (endpoint.isOpen()) {
          assertThat(answer.status()).as(endpoint.toString()).isNotIn(401, 403);
          edge.asked.clear();
          continue;
        }
        assertThat(answer.status()).as(endpoint.toString()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).startsWith("Bearer realm=\"aitta\"");
        changesAndRevealsNothing(endpoint, answer);
        if (!endpoint.method.equals("HEAD")) {
          bodies.add(new String(answer.body(), StandardCharsets.UTF_8));
        }
      }
      assertThat(bodies).hasSize(1);
      assertThat(bodies.iterator().next()).contains("/problems/unauthenticated");
    }
    long refused = endpoints.stream().filter(endpoint -> !endpoint.isOpen()).count();
    assertThat(audit).hasSize((int) refused * credentials.size());
    assertThat(audit)
        .allSatisfy(
            event -> {
              assertThat(event.status()).isEqualTo(401);
              assertThat(event.principal()).isNull();
              assertThat(event.remote()).startsWith("127.0.0.1:");
              assertThat(event.requestId()).isEqualTo("fixed");
              assertThat(event.line()).doesNotContain(ADMIN.substring(ADMIN.indexOf('.')));
            });
  }

  @Test
  void withTooSmallARoleNothingIsDoneAndTheAttemptIsKept() throws Exception {
    for (Endpoint endpoint : endpoints) {
      Role needed = endpoint.isOpen() ? null : endpoint.needed();
      List<String> tooSmall = new ArrayList<>();
      if (needed != null) {
        tooSmall.add(ADMIN_ELSEWHERE);
      }
      if (needed == Role.WRITER || needed == Role.ADMIN) {
        tooSmall.add(READER);
      }
      if (needed == Role.ADMIN) {
        tooSmall.add(WRITER);
      }
      for (String token : tooSmall) {
        audit.clear();
        RawConnection.Answer answer = ask(endpoint, bearer(token));
        String id = token.substring(0, token.indexOf('.'));
        assertThat(answer.status()).as(endpoint + " " + id).isEqualTo(403);
        changesAndRevealsNothing(endpoint, answer);
        assertThat(audit).hasSize(1);
        assertThat(audit.element().principal()).isEqualTo(id);
        assertThat(audit.element().method()).isEqualTo(endpoint.method);
        assertThat(endpoint.request()).endsWith(" " + audit.element().path());
        assertThat(audit.element().status()).isEqualTo(403);
      }
    }
  }

  @Test
  void withTheRoleThatIsNeededEverythingIsLetIn() throws Exception {
    for (Endpoint endpoint : endpoints) {
      Role needed = endpoint.needed();
      String token =
          needed == null
              ? ADMIN_ELSEWHERE
              : Map.of(Role.READER, READER, Role.WRITER, WRITER, Role.ADMIN, ADMIN).get(needed);
      audit.clear();
      assertThat(ask(endpoint, bearer(token)).status())
          .as(endpoint.toString())
          .isNotIn(401, 403, 405);
      assertThat(audit).as(endpoint.toString()).hasSize(needed == Role.ADMIN ? 1 : 0);
    }
  }

  @Test
  void whereNothingIsAndWithMethodsThatMeanNothingATokenIsWantedFirst() throws Exception {
    for (String head :
        List.of(
            "GET /v1/nothing",
            "GET /v1",
            "GET /console/x/y",
            "GET /v1/buckets/b/keys/k/l",
            "PUT /v1/batch",
            "DELETE /health/live",
            "OPTIONS /v1/buckets",
            "OPTIONS *",
            "PUT /v1/buckets/%00/keys/k",
            "GET /v1/buckets/b/keys/k?nobody-knows=1",
            "GET //v1/buckets/b/keys/k",
            "GET /v1/buckets/b/keys/k/",
            "GET http://edge/v1/buckets/b/keys/k",
            "GET /%761/buckets/b/keys/k",
            "GET /health/../v1/buckets/b/keys/k",
            "GET /health/live/",
            "GET /health/%6cive")) {
      RawConnection.Answer answer = edge.ask(head);
      assertThat(answer.status()).as(head).isEqualTo(401);
      assertThat(edge.asked).as(head).isEmpty();
    }
    assertThat(edge.ask("GET /v1/nothing", bearer(READER)).status()).isEqualTo(404);
    assertThat(edge.ask("PUT /v1/batch", bearer(READER)).status()).isEqualTo(405);
    assertThat(edge.ask("OPTIONS /v1/buckets", bearer(READER)).status()).isEqualTo(204);
  }

  @Test
  void oddlyWrittenNamesReachNoOtherBucket() throws Exception {
    String token = ADMIN_ELSEWHERE;
    for (String bucket :
        List.of("%62", "b%00other-", "other", "OTHER-", "other-/../b", "other-%2F..%2Fb")) {
      int status = edge.ask("GET /v1/buckets/" + bucket + "/keys/k", bearer(token)).status();
      assertThat(status).as(bucket).isIn(400, 403, 404);
      assertThat(edge.asked).as(bucket).isEmpty();
    }
    assertThat(edge.ask("GET /v1/buckets/%6Fther-x/keys/k", bearer(token)).status()).isEqualTo(404);
    assertThat(edge.asked).contains("submit");
  }

  @Test
  void aNodeThatIsNotReadyTellsStrangersNoMoreThanHealthDoes() throws Exception {
    edge.backend.notReady = "waiting for n2";
    assertThat(edge.ask("GET /v1/buckets/b/keys/k").status()).isEqualTo(401);
    assertThat(edge.ask("GET /v1/buckets/b/keys/k", bearer(READER)).status()).isEqualTo(503);
    assertThat(edge.ask("GET /health/ready").status()).isEqualTo(503);
  }

  @Test
  void aBodyThatIsNotWantedIsNeverAskedFor() throws Exception {
    try (RawConnection connection = edge.connect()) {
      connection.send(
          "PUT /v1/buckets/b/keys/k HTTP/1.1\r\nHost: edge\r\nContent-Length: 90000\r\n"
              + "Expect: 100-continue\r\n\r\n");
      assertThat(connection.read().status()).isEqualTo(401);
    }
    assertThat(edge.asked).isEmpty();
  }

  @Test
  void schemeIsReadInAnyCaseAndSpacesAroundTheTokenDoNotMatter() throws Exception {
    for (String header :
        List.of("authorization: bearer " + READER, "AUTHORIZATION: BEARER   " + READER + " ")) {
      assertThat(edge.ask("GET /v1/buckets/b/keys/k", header).status()).isEqualTo(200);
    }
  }
}
