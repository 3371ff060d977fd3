package aitta.client;

import aitta.api.Json;
import aitta.api.KeyText;
import aitta.client.MemoryStore.Cell;
import aitta.client.MemoryStore.Held;
import aitta.client.ScriptedNode.Answer;
import aitta.client.ScriptedNode.Asked;
import aitta.model.Key;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Some nodes in this process that serve one {@link MemoryStore}: a contract in small, for tests of
 * the client and the command line that need many calls to fit together.
 */
public final class MemoryCluster implements AutoCloseable {
  public static final int RANGES = 16;

  private final MemoryStore store = new MemoryStore();
  private final List<ScriptedNode> nodes = new ArrayList<>();
  private final List<Asked> all = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Answer> first = asked -> null;
  private volatile long ringVersion = 1;
  private int deletionReports;

  public MemoryCluster(int size) {
    for (int i = 0; i < size; i++) {
      nodes.add(new ScriptedNode(this::answer));
    }
  }

  public ScriptedNode node(int index) {
    return nodes.get(index);
  }

  public String[] urls() {
    return nodes.stream().map(ScriptedNode::url).toArray(String[]::new);
  }

  /** Whatever this answers comes before what the cluster would; null passes the request on. */
  public void first(Function<Asked, Answer> other) {
    first = other;
  }

  /** Every owner list starts one node further on, under a new version. */
  public void turnRing() {
    ringVersion++;
  }

  /** Requests to any node whose line starts so, as they came. */
  public List<Asked> asked(String start) {
    return all.stream().filter(asked -> asked.line().startsWith(start)).toList();
  }

  private List<String> owners(int range) {
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < Math.min(3, nodes.size()); i++) {
      owners.add("n" + ((range + i + ringVersion - 1) % nodes.size() + 1));
    }
    return owners;
  }

  public int firstOwner(Key key) {
    return owners(key.range(RANGES)).get(0).charAt(1) - '1';
  }

  private Answer answer(Asked asked) {
    all.add(asked);
    Answer before = first.apply(asked);
    return before != null ? before : route(asked);
  }

  private Answer route(Asked asked) {
    Map<String, String> query = query(asked.target());
    String[] path = asked.path().substring(1).split("/");
    if (asked.path().startsWith("/v1/cluster")) {
      return cluster(asked, query);
    }
    if (asked.path().equals("/v1/batch")) {
      return batch(asked);
    }
    if (path.length == 2) {
      return buckets(query);
    }
    if (path.length == 3) {
      return properties(asked, path[2]);
    }
    if (path.length == 4) {
      return asked.method().equals("GET") ? keys(path[2], query) : deleteKeys(path[2], query);
    }
    if (path[3].equals("deletions")) {
      boolean over = deletionReports++ > 0;
      return Answer.json(
          200,
          "{\"id\":\"1\",\"bucket\":\"%s\",\"prefix\":\"\",\"state\":\"%s\",\"deleted\":7}"
              .formatted(path[2], over ? "done" : "running"));
    }
    byte[] key = KeyText.decode(path[4]);
    if (path.length == 6) {
      return store.touch(path[2], key, query.get("ttl"));
    }
    return query.containsKey("explain")
        ? explain(path[2], key)
        : store.object(asked, path[2], key, query);
  }

  private Answer explain(String bucket, byte[] key) {
    return Answer.json(
        200,
        ("{\"key\":\"%s\",\"range\":%d,\"replicas\":[{\"node\":\"n1\",\"role\":\"owner\","
                + "\"answered\":true,\"catchingUp\":false,\"versions\":[{\"etag\":\"v1\","
                + "\"deleted\":false,\"lastModified\":\"2026-11-22T00:00:00Z\",\"size\":3,"
                + "\"dot\":\"a:1\"}]},{\"node\":\"n2\",\"role\":\"owner\",\"answered\":false,"
                + "\"catchingUp\":false,\"versions\":[]}]}")
            .formatted(KeyText.encode(key), new Key(bucket, key).range(RANGES)));
  }

  private synchronized Answer buckets(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    List<String> names =
        store.buckets().keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
    int to = Math.min(names.size(), from + Integer.parseInt(query.getOrDefault("limit", "1000")));
    ObjectNode page = Json.MAPPER.createObjectNode();
    names.subList(from, to).forEach(page.putArray("buckets")::add);
    return Answer.json(200, (to < names.size() ? page.put("next", "" + to) : page).toString());
  }

  private synchronized Answer properties(Asked asked, String bucket) {
    ObjectNode now =
        store
            .properties()
            .computeIfAbsent(
                bucket,
                name ->
                    json(
                        "{\"r\":\"quorum\",\"w\":\"quorum\",\"strict\":false,"
                            + "\"conflicts\":\"siblings\",\"ttl\":null}"));
    if (asked.method().equals("DELETE")) {
      store.properties().remove(bucket);
      return Answer.of(204);
    }
    if (asked.method().equals("PUT")) {
      now.setAll(json(asked.text()));
    }
    return Answer.json(200, now.toString());
  }

  private Answer keys(String bucket, Map<String, String> query) {
    byte[] prefix = KeyText.decode(query.getOrDefault("prefix", ""));
    byte[] after = KeyText.decode(query.getOrDefault("after", ""));
    if (query.containsKey("cursor")) {
      after = Base64.getUrlDecoder().decode(query.get("cursor"));
    }
    int limit = Integer.parseInt(query.getOrDefault("limit", "1000"));
    ObjectNode page = Json.MAPPER.createObjectNode();
    ArrayNode keys = page.putArray("keys");
    synchronized (store) {
      byte[] last = null;
      for (Map.Entry<byte[], Cell> entry : store.bucket(bucket).tailMap(after, false).entrySet()) {
        byte[] key = entry.getKey();
        boolean matches =
            key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        if (!matches || !entry.getValue().isLive()) {
          continue;
        }
        if (keys.size() == limit) {
          page.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
          break;
        }
        last = key;
        add(keys, key, entry.getValue(), query.get("include"));
      }
    }
    return Answer.json(200, page.toString());
  }

  private static void add(ArrayNode keys, byte[] key, Cell cell, String include) {
    if (include == null) {
      keys.add(KeyText.encode(key));
      return;
    }
    ObjectNode entry = Json.MAPPER.createObjectNode().put("key", KeyText.encode(key));
    if (cell.versions.size() > 1) {
      long size = 0;
      ArrayNode siblings = entry.putArray("siblings");
      for (Held version : cell.versions) {
        ObjectNode sibling = told(version, include);
        size += sibling.path("size").asLong();
        sibling.remove("size");
        siblings.add(sibling);
      }
      entry.put("size", size).put("etag", cell.etag());
    } else {
      entry.setAll(told(cell.versions.get(0), include));
    }
    keys.add(entry);
  }

  private static ObjectNode told(Held version, String include) {
    boolean value = include.equals("value") && version.value() != null;
    return value ? version.json().put("value", version.value()) : version.json();
  }

  private Answer deleteKeys(String bucket, Map<String, String> query) {
    byte[] prefix = KeyText.decode(query.getOrDefault("prefix", ""));
    synchronized (store) {
      store
          .bucket(bucket)
          .keySet()
          .removeIf(
              key ->
                  key.length >= prefix.length
                      && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length));
    }
    return Answer.of(202).with("Location", "/v1/buckets/" + bucket + "/deletions/1");
  }

  private Answer batch(Asked asked) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode results = answer.putArray("results");
    for (JsonNode operation : json(asked.text()).path("operations")) {
      results.add(one(operation));
    }
    return Answer.json(200, answer.toString());
  }

  /** Asks the store as if the operation had come alone. */
  private ObjectNode one(JsonNode operation) {
    String op = operation.path("op").asText();
    Map<String, String> headers = new HashMap<>();
    Map<String, String> fields =
        Map.of(
            "contentType", "content-type",
            "contentEncoding", "content-encoding",
            "context", "aitta-context",
            "ifMatch", "if-match",
            "ifNoneMatch", "if-none-match");
    fields.forEach(
        (field, header) -> {
          if (operation.has(field)) {
            headers.put(header, operation.path(field).asText());
          }
        });
    Map<String, String> query =
        operation.has("ttl") ? Map.of("ttl", operation.path("ttl").asText()) : Map.of();
    byte[] value = Base64.getDecoder().decode(operation.path("value").asText(""));
    String method = op.equals("put") ? "PUT" : op.equals("get") ? "GET" : "DELETE";
    String bucket = operation.path("bucket").asText();
    byte[] key = KeyText.decode(operation.path("key").asText());
    Asked alone = new Asked(method, "/" + bucket + "/" + operation.path("key"), headers, value);
    Answer before = first.apply(alone);
    Answer answer = before != null ? before : store.object(alone, bucket, key, query);
    ObjectNode result = Json.MAPPER.createObjectNode().put("status", answer.status());
    Map<String, String> told = answer.headers();
    if (told.containsKey("Aitta-Context")) {
      result.put("context", told.get("Aitta-Context"));
    }
    if (told.containsKey("ETag")) {
      result.put("etag", told.get("ETag").replace("\"", ""));
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() == 200) {
      result.put("value", answer.body()).put("contentType", told.get("Content-Type"));
      result.put("contentEncoding", told.get("Content-Encoding"));
    } else if (answer.status() == 300) {
      result.set("siblings", json(text).get("siblings"));
    } else if (answer.status() > 404 || answer.status() > 399 && !op.equals("get")) {
      result.set("problem", json(text));
    }
    return result;
  }

  private Answer cluster(Asked asked, Map<String, String> query) {
    switch (asked.path()) {
      case "/v1/cluster":
        return Answer.json(200, report().toString());
      case "/v1/cluster/ring":
        return Answer.json(200, ring().toString());
      case "/v1/cluster/locate":
        Key key = new Key(query.get("bucket"), KeyText.decode(query.get("key")));
        ObjectNode place = Json.MAPPER.createObjectNode().put("hash", key.token().toString());
        place.put("range", key.range(RANGES));
        owners(key.range(RANGES)).forEach(place.putArray("owners")::add);
        place.putArray("standIns");
        return Answer.json(200, place.toString());
      case "/v1/cluster/repair":
        return asked.method().equals("POST")
            ? Answer.of(202)
            : Answer.json(
                200,
                "{\"ranges\":[{\"range\":0,\"lastRun\":\"2026-11-22T00:00:00Z\",\"keysCompared\":2,"
                    + "\"keysRepaired\":1,\"inSync\":true},{\"range\":1,\"lastRun\":null,"
                    + "\"keysCompared\":0,\"keysRepaired\":0,\"inSync\":false}]}");
      default:
        return query.containsKey("dry-run")
            ? Answer.json(200, "{\"moves\":[{\"range\":3,\"from\":\"n1\",\"to\":\"n2\"}]}")
            : Answer.of(202);
    }
  }

  private ObjectNode report() {
    ObjectNode report = Json.MAPPER.createObjectNode().put("node", "n1").put("replicas", 3);
    report.put("ranges", RANGES).put("ringVersion", ringVersion);
    ArrayNode array = report.putArray("nodes");
    for (int i = 0; i < nodes.size(); i++) {
      ObjectNode node = array.addObject().put("id", "n" + (i + 1));
      node.put("address", "127.0.0.1:" + (7600 + i)).put("http", nodes.get(i).address());
      node.put("zone", "default").put("weight", 1.0).put("status", "up").put("rangesOwned", RANGES);
      node.put("keys", 5).put("bytes", 2048).put("hintsHeld", 0).putObject("hintsFor");
      node.put("catchingUp", 0).put("diskFull", false).put("setAside", 0);
    }
    report.putArray("transfers");
    return report;
  }

  private ObjectNode ring() {
    ObjectNode ring = Json.MAPPER.createObjectNode().put("version", ringVersion).put("replicas", 3);
    ArrayNode ranges = ring.putArray("ranges");
    for (int i = 0; i < RANGES; i++) {
      String digit = Integer.toHexString(i);
      ObjectNode range = ranges.addObject().put("range", i).put("from", digit + "0".repeat(31));
      range.put("to", digit + "f".repeat(31)).put("version", 1);
      owners(i).forEach(range.putArray("owners")::add);
      range.putArray("pending");
    }
    return ring;
  }

  private static Map<String, String> query(String target) {
    Map<String, String> query = new HashMap<>();
    int mark = target.indexOf('?');
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&")) {
        query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }
    return query;
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(ScriptedNode::close);
  }
}
