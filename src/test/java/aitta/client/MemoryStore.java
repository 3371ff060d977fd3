package aitta.client;

import aitta.api.DurationText;
import aitta.api.Json;
import aitta.api.KeyText;
import aitta.client.ScriptedNode.Answer;
import aitta.client.ScriptedNode.Asked;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a cluster would hold, in memory: just enough of the contract on single keys to try clients
 * on. A version is a number; a context lists the numbers that it covers.
 */
final class MemoryStore {
  /** One version; a null value is a tombstone. */
  record Held(int number, byte[] value, String type, String encoding, Instant expires) {
    String etag() {
      return "v" + number;
    }

    ObjectNode json() {
      ObjectNode json = Json.MAPPER.createObjectNode().put("etag", etag());
      json.put("lastModified", "2026-11-22T00:00:00Z");
      if (value == null) {
        return json.put("deleted", true);
      }
      json.put("contentType", type).put("size", value.length);
      if (encoding != null) {
        json.put("contentEncoding", encoding);
      }
      if (expires != null) {
        json.put("expires", expires.toString());
      }
      return json;
    }
  }

  /** A key's versions, and all that ever were. */
  static final class Cell {
    final List<Held> versions = new ArrayList<>();
    final Set<Integer> seen = new TreeSet<>();

    boolean isLive() {
      return versions.stream().anyMatch(version -> version.value() != null);
    }

    String etag() {
      return versions.stream().map(Held::etag).collect(Collectors.joining("+"));
    }
  }

  private final Map<String, NavigableMap<byte[], Cell>> buckets = new TreeMap<>();
  private final Map<String, ObjectNode> properties = new HashMap<>();
  private int numbers;

  Map<String, NavigableMap<byte[], Cell>> buckets() {
    return buckets;
  }

  Map<String, ObjectNode> properties() {
    return properties;
  }

  NavigableMap<byte[], Cell> bucket(String name) {
    return buckets.computeIfAbsent(name, bucket -> new TreeMap<>(Arrays::compareUnsigned));
  }

  /** {@code /v1/buckets/{bucket}/keys/{key}}. */
  synchronized Answer object(Asked asked, String bucket, byte[] key, Map<String, String> query) {
    Cell cell = bucket(bucket).computeIfAbsent(key, name -> new Cell());
    switch (asked.method()) {
      case "GET":
        return read(cell, query.get("sibling"));
      case "DELETE":
        return write(cell, asked, null, query);
      default:
        return write(cell, asked, asked.body(), query);
    }
  }

  synchronized Answer touch(String bucket, byte[] key, String ttl) {
    Cell cell = bucket(bucket).computeIfAbsent(key, name -> new Cell());
    if (!cell.isLive()) {
      return Answer.problem(404, "not-found").with("Aitta-Context", context(cell.seen));
    }
    if (cell.versions.size() > 1) {
      return Answer.problem(409, "too-many-siblings");
    }
    Held old = cell.versions.get(0);
    return stored(cell, cell.seen, old.value(), old.type(), old.encoding(), expiry(ttl));
  }

  private Answer read(Cell cell, String sibling) {
    if (!cell.isLive()) {
      return Answer.problem(404, "not-found").with("Aitta-Context", context(cell.seen));
    }
    if (sibling == null && cell.versions.size() > 1) {
      String body =
          cell.versions.stream()
              .map(
                  version -> {
                    ObjectNode json = version.json();
                    return version.value() == null ? json : json.put("value", version.value());
                  })
              .map(ObjectNode::toString)
              .collect(Collectors.joining(",", "{\"siblings\":[", "]}"));
      return Answer.json(300, body)
          .with("ETag", '"' + cell.etag() + '"')
          .with("Aitta-Context", context(cell.seen));
    }
    for (Held version : cell.versions) {
      if (sibling == null || sibling.equals(version.etag())) {
        return value(version, sibling == null ? cell.seen : Set.of(version.number()));
      }
    }
    return Answer.problem(404, "not-found");
  }

  private static Answer value(Held version, Set<Integer> seen) {
    Answer answer =
        Answer.of(200)
            .with("ETag", '"' + version.etag() + '"')
            .with("Aitta-Context", context(seen))
            .with("Content-Type", version.type())
            .with("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")
            .body(version.value());
    if (version.encoding() != null) {
      answer = answer.with("Content-Encoding", version.encoding());
    }
    return version.expires() == null
        ? answer
        : answer.with(
            "Aitta-Expires",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                version.expires().atOffset(ZoneOffset.UTC)));
  }

  private Answer write(Cell cell, Asked asked, byte[] value, Map<String, String> query) {
    String match = asked.header("If-Match");
    boolean fails =
        asked.header("If-None-Match") != null && cell.isLive()
            || match != null
                && !(match.equals("*") ? cell.isLive() : match.contains('"' + cell.etag() + '"'));
    if (fails) {
      Answer failed =
          Answer.problem(412, "precondition-failed").with("Aitta-Context", context(cell.seen));
      return cell.isLive() ? failed.with("ETag", '"' + cell.etag() + '"') : failed;
    }
    String type = asked.header("Content-Type");
    String encoding = asked.header("Content-Encoding");
    Set<Integer> covered = covered(cell, asked.header("Aitta-Context"));
    Answer answer = stored(cell, covered, value, type, encoding, expiry(query.get("ttl")));
    return query.containsKey("return") ? read(cell, null) : answer;
  }

  private Answer stored(
      Cell cell,
      Set<Integer> covered,
      byte[] value,
      String type,
      String encoding,
      Instant expires) {
    Set<Integer> seen = new TreeSet<>(covered);
    Held version =
        new Held(++numbers, value, type == null ? Value.OCTET_STREAM : type, encoding, expires);
    cell.versions.removeIf(old -> seen.contains(old.number()));
    cell.versions.add(version);
    seen.add(version.number());
    cell.seen.addAll(seen);
    Answer answer = Answer.of(204).with("Aitta-Context", context(seen));
    return value == null ? answer : answer.with("ETag", '"' + version.etag() + '"');
  }

  private static Instant expiry(String ttl) {
    return ttl == null ? null : Instant.parse("2026-11-22T00:00:00Z").plus(DurationText.parse(ttl));
  }

  private static Set<Integer> covered(Cell cell, String context) {
    if (context == null) {
      return Set.copyOf(cell.seen);
    }
    return context.equals("none") || context.equals("c")
        ? Set.of()
        : Arrays.stream(context.substring(1).split("-"))
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
  }

  private static String context(Set<Integer> seen) {
    return seen.stream().sorted().map(String::valueOf).collect(Collectors.joining("-", "c", ""));
  }

  static String text(byte[] key) {
    return KeyText.encode(key);
  }
}
