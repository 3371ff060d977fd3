package aitta.cli;

import static aitta.cli.output.Report.row;

import aitta.api.Json;
import aitta.cli.output.Report;
import aitta.client.ReadResult;
import aitta.client.Version;
import aitta.client.Written;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What was read or written, as reports. */
final class Versions {
  private static final List<String> HEADING =
      List.of("ETAG", "SIZE", "TYPE", "MODIFIED", "EXPIRES");

  private Versions() {}

  static Report of(ReadResult result) {
    List<List<String>> rows = new ArrayList<>();
    ObjectNode document = Json.MAPPER.createObjectNode();
    if (result instanceof ReadResult.Found found) {
      rows.add(shown(found.version()));
      document.setAll(json(found.version()));
    } else if (result instanceof ReadResult.Siblings siblings) {
      document.put("etag", siblings.etag());
      siblings.versions().forEach(version -> rows.add(shown(version)));
      siblings.versions().forEach(version -> document.withArray("siblings").add(json(version)));
    }
    return new Report(HEADING, rows, document.put("context", result.context()));
  }

  static Report of(Written written) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    if (written.etag() != null) {
      document.put("etag", written.etag());
    }
    return new Report(
        List.of("ETAG", "CONTEXT"),
        List.of(row(written.etag(), written.context())),
        document.put("context", written.context()));
  }

  private static List<String> shown(Version version) {
    return version.isDeleted()
        ? row(version.etag(), "deleted", null, version.lastModified(), version.expires())
        : row(
            version.etag(),
            version.value().bytes().length,
            version.value().contentType(),
            version.lastModified(),
            version.expires());
  }

  private static ObjectNode json(Version version) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("etag", version.etag());
    if (version.isDeleted()) {
      json.put("deleted", true);
    } else {
      json.put("contentType", version.value().contentType());
      if (version.value().contentEncoding() != null) {
        json.put("contentEncoding", version.value().contentEncoding());
      }
    }
    if (version.lastModified() != null) {
      json.put("lastModified", version.lastModified().toString());
    }
    if (version.expires() != null) {
      json.put("expires", version.expires().toString());
    }
    return version.isDeleted() ? json : json.put("value", version.value().bytes());
  }
}
