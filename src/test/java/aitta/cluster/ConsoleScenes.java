package aitta.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a page is told instead of what its node would say: clusters that are too large or too short
 * lived to be made for a test.
 */
final class ConsoleScenes {
  private static final List<String> POSTED = new CopyOnWriteArrayList<>();

  private ConsoleScenes() {}

  /** What has been posted to {@code /v1/cluster/nodes/n2} since {@link #transfers}. */
  static List<String> posted() {
    return POSTED;
  }

  /**
   * A node n4 that was removed once joins in a zone of its own, eight ranges are being filled, one
   * of them moves now.
   */
  static void transfers(Page page) {
    POSTED.clear();
    page.route(
        "**/v1/cluster",
        route -> {
          ObjectNode cluster = fetched(route);
          ObjectNode joining = cluster.path("nodes").get(1).deepCopy();
          joining
              .put("id", "n4")
              .put("zone", "attic")
              .put("status", "joining")
              .put("setAside", 1)
              .put("bytes", 1 << 20);
          ((ArrayNode) cluster.path("nodes")).add(joining);
          ((ArrayNode) cluster.path("transfers"))
              .addObject()
              .put("range", 3)
              .put("from", "n1")
              .put("to", "n4")
              .put("bytesDone", 3 << 20)
              .put("bytesTotal", 9 << 20)
              .put("bytesPerSecond", 1 << 20)
              .put("etaSeconds", 6);
          answer(route, 200, cluster);
        });
    page.route(
        "**/v1/cluster/ring",
        route -> {
          ObjectNode ring = fetched(route);
          for (int i = 0; i < 8; i++) {
            ((ArrayNode) ring.path("ranges").get(i).path("pending")).add("n4");
          }
          answer(route, 200, ring);
        });
    page.route(
        "**/v1/openapi.json",
        route -> {
          ObjectNode api = fetched(route);
          ((ObjectNode) api.path("paths"))
              .putObject("/v1/cluster/nodes/{id}/leave")
              .putObject("post");
          answer(route, 200, api);
        });
    page.route(
        "**/v1/cluster/nodes/n2/**",
        route -> {
          POSTED.add(route.request().url().replaceFirst(".*/n2", ""));
          ObjectNode plan = Reply.JSON.createObjectNode();
          ArrayNode moves = plan.putArray("moves");
          for (int i = 0; i < 2; i++) {
            moves.addObject().put("range", i).put("from", "n2").put("to", "n4");
          }
          boolean isTrial = route.request().url().endsWith("dry-run=true");
          answer(route, isTrial ? 200 : 202, plan);
        });
  }

  /** 4096 ranges on 24 nodes with long names. */
  static void large(Page page) {
    int ranges = 4096;
    int size = 24;
    page.route(
        "**/v1/cluster",
        route -> {
          ObjectNode cluster = fetched(route);
          ObjectNode model = cluster.path("nodes").get(0).deepCopy();
          ArrayNode nodes = cluster.put("ranges", ranges).put("ringVersion", 999).putArray("nodes");
          for (int i = 0; i < size; i++) {
            nodes.add(
                model
                    .deepCopy()
                    .put("id", name(i))
                    .put("zone", "zone-" + i % 5)
                    .put("bytes", 7L << 40));
          }
          answer(route, 200, cluster.put("node", name(0)));
        });
    ObjectNode ring = Reply.JSON.createObjectNode().put("version", 999).put("replicas", 3);
    ArrayNode all = ring.putArray("ranges");
    for (int i = 0; i < ranges; i++) {
      ObjectNode one = all.addObject().put("range", i).put("from", "%032x".formatted(i));
      one.put("to", "%032x".formatted(i)).put("version", 1).putArray("pending");
      ArrayNode owners = one.putArray("owners");
      for (int place = 0; place < 3; place++) {
        owners.add(name((i / 40 + place * 7) % size));
      }
    }
    page.route("**/v1/cluster/ring", route -> answer(route, 200, ring));
  }

  private static String name(int i) {
    return "storehouse-%02d.rack-%d.example".formatted(i, i % 5);
  }

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

  private static ObjectNode fetched(Route route) {
    try {
      return (ObjectNode) Reply.JSON.readTree(route.fetch().body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void answer(Route route, int status, JsonNode document) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setHeaders(Map.of("Content-Type", "application/json"))
            .setBody(document.toString()));
  }
}
