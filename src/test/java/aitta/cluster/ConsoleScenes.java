package aitta.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Map;

/** What a page is told instead of what its node would say. */
final class ConsoleScenes {
  private ConsoleScenes() {}

  /** Lets nobody in without {@code token}, and with it everywhere but to a key "forbidden". */
  static void guard(Page page, String token) {
    page.route(
        url -> url.contains("/v1/") || url.endsWith("/metrics"),
        route -> {
          String sent = route.request().headers().get("authorization");
          if (!("Bearer " + token).equals(sent)) {
            refuse(route, 401, "a token is missing or is not valid here");
          } else if (route.request().url().endsWith("/forbidden")) {
            refuse(route, 403, "token 'secret' lacks the role reader");
          } else {
            route.resume();
          }
        });
  }

  private static void refuse(Route route, int status, String detail) {
    answer(
        route, status, Reply.JSON.createObjectNode().put("status", status).put("detail", detail));
  }

  private static void answer(Route route, int status, JsonNode document) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setHeaders(Map.of("Content-Type", "application/json"))
            .setBody(document.toString()));
  }
}
