package aitta.http;

import aitta.version.Version;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/**
 * Several versions in one body, each a part with its own headers, byte for byte as it was stored.
 * RFC 2046, section 5.1.
 *
 * <p>The boundary is 122 random bits: no value can have been made to contain it.
 */
record Multipart(String contentType, ByteString bytes) {

  static Multipart of(View.Several several, long nowMillis) {
    String boundary = "aitta-" + UUID.randomUUID();
    ByteStringBuilder body = new ByteStringBuilder();
    for (Version version : several.versions()) {
      append(body, "--" + boundary + "\r\n" + head(version, nowMillis) + "\r\n");
      if (version.isLive(nowMillis)) {
        body.append(ByteString.fromArrayUnsafe(version.value())); // nobody writes to values
      }
      append(body, "\r\n");
    }
    append(body, "--" + boundary + "--\r\n");
    return new Multipart("multipart/mixed; boundary=" + boundary, body.result());
  }

  private static String head(Version version, long nowMillis) {
    StringBuilder head = new StringBuilder(200);
    header(head, "Content-Type", version.contentType());
    if (!version.contentEncoding().isEmpty()) {
      header(head, "Content-Encoding", version.contentEncoding());
    }
    header(head, "ETag", '"' + version.etag() + '"');
    long modified = Math.min(version.lastModifiedMillis(), nowMillis);
    header(head, "Last-Modified", HttpDates.header(modified));
    if (version.expiresAtMillis() != 0) {
      header(head, "Aitta-Expires", HttpDates.header(version.expiresAtMillis()));
    }
    if (!version.isLive(nowMillis)) {
      header(head, "Aitta-Deleted", "true");
    }
    return head.toString();
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static void append(ByteStringBuilder body, String text) {
    body.append(ByteString.fromArrayUnsafe(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
