package aitta.http;

import aitta.api.Json;
import aitta.api.Problem;
import aitta.api.ProblemType;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Locale;

/** Reads the JSON that clients send, strictly: no doubled fields, nothing behind the document. */
final class JsonBodies {
  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private JsonBodies() {}

  /** Refuses a body that is not said to be JSON. */
  static void checkType(Call call) throws Refusal {
    String type = ContentTypeText.of(call).toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    String plain = (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
    int charset = type.indexOf("charset=");
    boolean utf8 = charset < 0 || type.startsWith("utf-8", charset + 8);
    if (!plain.equals("application/json") || !utf8 && !type.startsWith("\"utf-8\"", charset + 8)) {
      throw new Refusal(
          Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "the body is sent as " + type + "; it must be application/json in UTF-8"));
    }
  }

  /** Parses an object; says where it is malformed. */
  static JsonNode object(byte[] bytes) throws Refusal {
    JsonNode node;
    try {
      node = READER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw Refusal.invalid("the JSON body is malformed: " + e.getMessage());
    }
    if (node == null || !node.isObject()) {
      throw Refusal.invalid("the JSON body must be an object");
    }
    return node;
  }

  static Refusal malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
    return Refusal.invalid("the JSON body is malformed" + where + ": " + said(e));
  }

  /** Without what speaks of the parser itself: its sources, its switches. */
  private static String said(JsonProcessingException e) {
    String said = e.getOriginalMessage();
    return said.replaceAll(" \\(start marker at .*| for `ObjectNode`: not allowed when .*", "");
  }
}
