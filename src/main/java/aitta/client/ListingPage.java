package aitta.client;

import aitta.api.Json;
import aitta.api.KeyText;
import aitta.model.Key;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the keys of a bucket.
 *
 * @param next names the page behind this one; null on the last
 */
public record ListingPage(List<ListedKey> keys, String next) {
  public ListingPage {
    keys = List.copyOf(keys);
  }

  static ListingPage of(String bucket, HttpCall call, HttpReply reply) {
    JsonNode page = Answers.json(call, reply, JsonNode.class);
    JsonNode keys = page.path("keys");
    if (!keys.isArray()) {
      throw Answers.bad(call, reply, "is no page of keys", null);
    }
    try {
      List<ListedKey> found = new ArrayList<>(keys.size());
      for (JsonNode entry : keys) {
        found.add(listed(bucket, entry));
      }
      return new ListingPage(found, page.path("next").asText(null));
    } catch (IOException | IllegalArgumentException e) {
      throw Answers.bad(call, reply, "is no page of keys", e);
    }
  }

  /** An entry is the key's text, or an object with more. */
  static ListedKey listed(String bucket, JsonNode entry) throws JsonProcessingException {
    if (entry.isTextual()) {
      return new ListedKey(new Key(bucket, KeyText.decode(entry.asText())), null, List.of());
    }
    Key key = new Key(bucket, KeyText.decode(entry.path("key").asText()));
    List<ListedKey.Listed> versions = new ArrayList<>();
    if (entry.has("siblings")) {
      for (JsonNode sibling : entry.path("siblings")) {
        versions.add(Json.MAPPER.treeToValue(sibling, ListedKey.Listed.class));
      }
    } else if (entry.has("etag")) {
      versions.add(Json.MAPPER.treeToValue(entry, ListedKey.Listed.class));
    }
    Long size = entry.has("size") ? (Long) entry.path("size").asLong() : null;
    return new ListedKey(key, size, versions);
  }
}
