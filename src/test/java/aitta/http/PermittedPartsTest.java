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
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What shows or does several things at once shows and does those that its token reaches. */
class PermittedPartsTest {
  private static final Queue<AuditEvent> audit = new ConcurrentLinkedQueue<>();
  private static final String SHOP = TokenText.fresh("shop", new Random(1));
  private static final String OPS = TokenText.fresh("ops", new Random(2));
  private static final TokenTable TOKENS = tokens();

  @RegisterExtension
  static final RunningEdge edge = RunningEdge.start(new Protection(() -> TOKENS, null, audit::add));

  private static TokenTable tokens() {
    List<Grant> grants =
        List.of(
            new Grant(Role.READER, "c"),
            new Grant(Role.WRITER, "shop-"),
            new Grant(Role.ADMIN, "x"));
    try {
      return TokensFile.parse(
          TokensFile.line("shop", TokenText.hash(SHOP), grants)
              + "\n"
              + TokensFile.line("ops", TokenText.hash(OPS), List.of(new Grant(Role.ADMIN, ""))));
    } catch (TokensFile.MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void fill() throws Exception {
    for (String bucket : List.of("a", "b", "c", "ca", "d", "shop-1", "shop-2", "shop", "x", "z")) {
      ask(OPS, "PUT /v1/buckets/" + bucket + "/keys/k", "v");
    }
    edge.backend.lists.clear();
    edge.backend.requests.clear();
    audit.clear();
  }

  private static RawConnection.Answer ask(String token, String head, String body) throws Exception {
    return edge.askWithBody(
        head, body, "Authorization: Bearer " + token, "Content-Type: application/json");
  }

  private static JsonNode json(RawConnection.Answer answer) throws Exception {
    assertThat(answer.status()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.get("buckets").forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void listingsShowPermittedBucketsAlone() throws Exception {
    assertThat(names(json(ask(SHOP, "GET /v1/buckets", ""))))
        .containsExactly("c", "ca", "shop-1", "shop-2", "x");
    assertThat(names(json(ask(SHOP, "GET /v1/buckets?prefix=s", ""))))
        .containsExactly("shop-1", "shop-2");
    assertThat(names(json(ask(SHOP, "GET /v1/buckets?after=ca", ""))))
        .containsExactly("shop-1", "shop-2", "x");
    assertThat(names(json(ask(SHOP, "GET /v1/buckets?prefix=z", "")))).isEmpty();
    assertThat(names(json(ask(OPS, "GET /v1/buckets", "")))).hasSize(10);
  }

  @Test
  void notEvenTheNextPagesTokenNamesAnother() throws Exception {
    for (int limit = 1; limit <= 6; limit++) {
      List<String> seen = new ArrayList<>();
      String cursor = "";
      for (int pages = 0; cursor != null; pages++) {
        assertThat(pages).isLessThan(10);
        JsonNode page = json(ask(SHOP, "GET /v1/buckets?limit=" + limit + cursor, ""));
        assertThat(page.get("buckets").size()).isLessThanOrEqualTo(limit);
        seen.addAll(names(page));
        JsonNode next = page.get("next");
        cursor = next == null ? null : "&cursor=" + next.asText();
        if (next != null) {
          byte[] inside = Base64.getUrlDecoder().decode(next.asText());
          assertThat(new String(inside, 5, inside.length - 5, StandardCharsets.US_ASCII))
              .matches("(c|shop-|x).*");
        }
      }
      assertThat(seen).containsExactly("c", "ca", "shop-1", "shop-2", "x");
    }
    assertThat(edge.backend.lists)
        .allSatisfy(asked -> assertThat(asked.from()).matches("(c|shop-|x).*"));
  }

  @Test
  void aBatchIsJudgedOperationByOperation() throws Exception {
    String batch =
        "{\"operations\":["
            + "{\"op\":\"get\",\"bucket\":\"c\",\"key\":\"k\"},"
            + "{\"op\":\"put\",\"bucket\":\"c\",\"key\":\"k\",\"value\":\"\"},"
            + "{\"op\":\"put\",\"bucket\":\"shop-1\",\"key\":\"k\",\"value\":\"\"},"
            + "{\"op\":\"delete\",\"bucket\":\"x\",\"key\":\"k\"},"
            + "{\"op\":\"get\",\"bucket\":\"a\",\"key\":\"k\"},"
            + "{\"op\":\"get\",\"bucket\":\"a\",\"key\":\"absent\"},"
            + "{\"op\":\"delete\",\"bucket\":\"shop\",\"key\":\"k\"}]}";
    JsonNode results = json(ask(SHOP, "POST /v1/batch", batch)).get("results");
    List<Integer> statuses = new ArrayList<>();
    results.forEach(result -> statuses.add(result.get("status").asInt()));
    assertThat(statuses).containsExactly(200, 403, 204, 204, 403, 403, 403);
    assertThat(results.get(4)).isEqualTo(results.get(5));
    assertThat(edge.backend.requests).hasSize(3);
    assertThat(audit).hasSize(1);
    assertThat(audit.element().status()).isEqualTo(403);
    assertThat(audit.element().buckets()).containsExactly("a", "c", "shop");
  }

  @Test
  void whatAnAdminDidIsKeptWithItsParameters() throws Exception {
    ask(OPS, "POST /v1/cluster/repair?range=3&accept-loss=true", "");
    ask(OPS, "POST /v1/cluster/repair?secret=" + SHOP, "");
    assertThat(audit).hasSize(2);
    assertThat(audit.poll().line())
        .contains("\"principal\":\"ops\"", "range=3&accept-loss=true", "\"outcome\":\"done\"");
    assertThat(audit.poll().line()).contains("\"outcome\":\"failed\"").doesNotContain(SHOP);
  }
}
