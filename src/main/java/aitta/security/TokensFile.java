package aitta.security;

import aitta.api.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The text that tokens are kept as: a JSON object in each line, such as
 *
 * <pre>{"id":"shop","sha256":"9f86…","grants":[{"role":"writer","buckets":"shop-"}]}</pre>
 *
 * <p>Blank lines, and lines that begin with {@code #}, say nothing. It holds no secret, but whoever
 * may write it lets in whom they like.
 */
public final class TokensFile {
  private static final int MAX_TOKENS = 10_000;
  private static final int MAX_GRANTS = 32;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}|");
  private static final Set<String> FIELDS = Set.of("id", "sha256", "grants");
  private static final Set<String> GRANT_FIELDS = Set.of("role", "buckets");
  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private TokensFile() {}

  /** Says which line is wrong, and never what secret may stand there by mistake. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** The line of one token. */
  public static String line(String id, byte[] hash, List<Grant> grants) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("id", id).put("sha256", HexFormat.of().formatHex(hash));
    ArrayNode array = line.putArray("grants");
    grants.forEach(
        grant -> array.addObject().put("role", grant.role().word()).put("buckets", grant.prefix()));
    return line.toString();
  }

  public static TokenTable parse(String text) throws MalformedException {
    Map<String, TokenTable.Entry> found = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      TokenTable.Entry entry = entry(number, content);
      String id = entry.principal().id();
      if (found.put(id, entry) != null) {
        throw wrong(number, "id '" + id + "' was there before; each token has an id of its own");
      }
      if (found.size() > MAX_TOKENS) {
        throw wrong(number, "there are more than " + MAX_TOKENS + " tokens");
      }
    }
    if (found.isEmpty()) {
      throw new MalformedException("it holds no token, so that nobody could get in");
    }
    return new TokenTable(found);
  }

  private static TokenTable.Entry entry(int number, String line) throws MalformedException {
    JsonNode node;
    try {
      node = READER.readTree(line);
    } catch (JsonProcessingException e) {
      throw wrong(number, "is no JSON object; `aitta token` prints lines as they must be");
    }
    onlyKnown(number, node, FIELDS);
    String id = text(number, node, "id");
    if (!TokenText.isId(id)) {
      throw wrong(number, "field id must be 1 to 64 characters of A-Z a-z 0-9 _ -");
    }
    String hash = text(number, node, "sha256");
    if (!HASH.matcher(hash).matches()) {
      throw wrong(number, "field sha256 must be 64 lower-case hex digits, the hash of the token");
    }
    List<Grant> grants = new ArrayList<>();
    for (JsonNode grant : array(number, node)) {
      grants.add(grant(number, grant));
    }
    if (grants.isEmpty() || grants.size() > MAX_GRANTS) {
      throw wrong(number, "field grants must have 1 to " + MAX_GRANTS + " entries");
    }
    return new TokenTable.Entry(new Principal(id, grants), HexFormat.of().parseHex(hash));
  }

  private static JsonNode array(int number, JsonNode node) throws MalformedException {
    JsonNode grants = node.path("grants");
    if (!grants.isArray()) {
      throw wrong(number, "field grants must be an array");
    }
    return grants;
  }

  private static Grant grant(int number, JsonNode node) throws MalformedException {
    onlyKnown(number, node, GRANT_FIELDS);
    String word = text(number, node, "role");
    String prefix = text(number, node, "buckets");
    if (!PREFIX.matcher(prefix).matches()) {
      throw wrong(number, "field buckets must be the beginning of a bucket's name, or empty");
    }
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return new Grant(role, prefix);
      }
    }
    throw wrong(number, "field role must be reader, writer or admin");
  }

  private static void onlyKnown(int number, JsonNode node, Set<String> known)
      throws MalformedException {
    if (!node.isObject()) {
      throw wrong(number, "must be JSON objects; `aitta token` prints lines as they must be");
    }
    // Of what nobody knows the meaning is not known either: it may have been meant to forbid.
    Set<String> others = new TreeSet<>();
    node.fieldNames().forEachRemaining(others::add);
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw wrong(number, "has a field beside " + String.join(", ", new TreeSet<>(known)));
    }
  }

  private static String text(int number, JsonNode node, String field) throws MalformedException {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw wrong(number, "field " + field + " must be a text");
    }
    return value.textValue();
  }

  private static MalformedException wrong(int number, String what) {
    return new MalformedException("line " + number + ": " + what);
  }
}
