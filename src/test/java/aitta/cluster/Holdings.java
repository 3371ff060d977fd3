package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What single nodes hold, by their own word: nothing is merged, and nothing mended by asking. */
final class Holdings {
  private Holdings() {}

  /** The versions of one key at one owner: an ETag each, {@code <deleted>} for a tombstone. */
  record Copy(String owner, List<String> versions) {}

  /** What each owner holds of a key; fails where one of them does not tell. */
  static List<Copy> of(TestNode witness, String path) {
    JsonNode report = witness.client().get(path + "?explain=true&timeout=10s").expect(200).json();
    List<Copy> copies = new ArrayList<>();
    for (JsonNode replica : report.path("replicas")) {
      if (replica.path("role").asText().equals("owner")) {
        assertThat(replica.path("answered").asBoolean()).as("%s of %s", replica, path).isTrue();
        List<String> versions = new ArrayList<>();
        for (JsonNode version : replica.path("versions")) {
          boolean deleted = version.path("deleted").asBoolean();
          versions.add(deleted ? "<deleted>" : '"' + version.path("etag").asText() + '"');
        }
        copies.add(new Copy(replica.path("node").asText(), versions));
      }
    }
    return copies;
  }

  /** Ids of the owners of a key, in order. */
  static List<String> owners(TestNode witness, String bucket, String key) {
    String path = "/v1/cluster/locate?bucket=" + bucket + "&key=" + key;
    List<String> owners = new ArrayList<>();
    witness
        .client()
        .get(path)
        .expect(200)
        .json()
        .path("owners")
        .forEach(owner -> owners.add(owner.asText()));
    return owners;
  }

  /** Hints that a node has delivered to {@code target} since its start. */
  static long hintsDelivered(TestNode holder, String target) {
    return hints(holder, "aitta_hint_delivered_total", target);
  }

  /** Hints that a node holds for {@code target}. */
  static long hintsHeld(TestNode holder, String target) {
    return hints(holder, "aitta_hint_held", target);
  }

  private static long hints(TestNode holder, String metric, String target) {
    String series = metric + "\\{target=\"" + target + "\"\\}";
    return Pattern.compile("(?m)^" + series + " ([0-9.eE+-]+)$")
        .matcher(holder.client().get("/metrics").expect(200).text())
        .results()
        .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
        .findFirst()
        .orElse(0); // of what has not happened yet there is nothing to tell
  }
}
