package aitta.http;

import aitta.api.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a batch, token by token: no tree is built of what may be 16 MiB. What has the
 * wrong form makes the whole batch wrong, and nothing of it is done; what a field says is judged
 * later, for each operation by itself.
 */
final class BatchParser {
  static final int MAX_OPERATIONS = 1000;

  private static final Map<BatchOperation.Kind, List<String>> FIELDS =
      Map.of(
          BatchOperation.Kind.GET,
          List.of("op", "bucket", "key"),
          BatchOperation.Kind.PUT,
          List.of(
              "op",
              "bucket",
              "key",
              "value",
              "contentType",
              "contentEncoding",
              "context",
              "ttl",
              "ifMatch",
              "ifNoneMatch"),
          BatchOperation.Kind.DELETE,
          List.of("op", "bucket", "key", "context", "ifMatch", "ifNoneMatch"));

  private final JsonParser json;

  private BatchParser(JsonParser json) {
    this.json = json;
  }

  static List<BatchOperation> parse(byte[] body) throws Refusal {
    try (JsonParser json = Json.MAPPER.getFactory().createParser(body)) {
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      return new BatchParser(json).document();
    } catch (JsonProcessingException e) {
      throw JsonBodies.malformed(e);
    } catch (IOException e) {
      throw Refusal.invalid("the JSON body is malformed: " + e.getMessage());
    }
  }

  private List<BatchOperation> document() throws IOException, Refusal {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.invalid("the JSON body must be an object");
    }
    List<BatchOperation> operations = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      if (!json.currentName().equals("operations")) {
        throw Refusal.invalid(
            "field '" + json.currentName() + "' is unknown; a batch has operations alone");
      }
      operations = operations();
    }
    if (operations == null) {
      throw Refusal.invalid("field 'operations' is missing");
    }
    if (json.nextToken() != null) {
      throw Refusal.invalid("the JSON body goes on behind its object");
    }
    return operations;
  }

  private List<BatchOperation> operations() throws IOException, Refusal {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw Refusal.invalid("field 'operations' must be an array");
    }
    List<BatchOperation> operations = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (operations.size() == MAX_OPERATIONS) {
        throw Refusal.invalid(
            "a batch has at most " + MAX_OPERATIONS + " operations; nothing was done");
      }
      operations.add(operation("operations[" + operations.size() + "]"));
    }
    return operations;
  }

  private BatchOperation operation(String at) throws IOException, Refusal {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.invalid(at + " must be an object");
    }
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        fields.put(name, json.getText());
      } else if (value != JsonToken.VALUE_NULL) { // which says as much as nothing
        throw Refusal.invalid(at + "." + name + " must be a string");
      } else {
        fields.putIfAbsent(name, null);
      }
    }
    BatchOperation.Kind kind = kind(at, fields.get("op"));
    for (String name : fields.keySet()) {
      if (!FIELDS.get(kind).contains(name)) {
        throw Refusal.invalid(
            at + "." + name + " is unknown; known are " + String.join(", ", FIELDS.get(kind)));
      }
    }
    boolean isPut = kind == BatchOperation.Kind.PUT;
    return new BatchOperation(
        kind,
        required(at, "bucket", fields),
        required(at, "key", fields),
        isPut ? required(at, "value", fields) : null,
        fields.get("contentType"),
        fields.get("contentEncoding"),
        fields.get("context"),
        fields.get("ttl"),
        fields.get("ifMatch"),
        fields.get("ifNoneMatch"));
  }

  private static BatchOperation.Kind kind(String at, String op) throws Refusal {
    switch (op == null ? "" : op) {
      case "get":
        return BatchOperation.Kind.GET;
      case "put":
        return BatchOperation.Kind.PUT;
      case "delete":
        return BatchOperation.Kind.DELETE;
      default:
        throw Refusal.invalid(at + ".op must be get, put or delete");
    }
  }

  private static String required(String at, String name, Map<String, String> fields)
      throws Refusal {
    String value = fields.get(name);
    if (value == null) {
      throw Refusal.invalid(at + "." + name + " is missing");
    }
    return value;
  }
}
