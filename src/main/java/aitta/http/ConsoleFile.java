package aitta.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.util.ByteString;

/**
 * One file of the console, as it lies in the jar.
 *
 * @param etag without quotes; a digest of the bytes, so it is the same on all nodes of one build
 */
record ConsoleFile(ContentType type, ByteString bytes, String etag) {
  private static final int ETAG_BYTES = 12;

  static ConsoleFile read(String name) {
    try (InputStream in = ConsoleFile.class.getResourceAsStream("/aitta/console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the console's " + name + " is in every build");
      }
      byte[] bytes = in.readAllBytes();
      return new ConsoleFile(typeOf(name), ByteString.fromArrayUnsafe(bytes), digest(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("the console's " + name + " is in every build", e);
    }
  }

  private static ContentType typeOf(String name) {
    return ContentTypes.parse(
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "html" -> "text/html; charset=utf-8";
          case "css" -> "text/css; charset=utf-8";
          case "js" -> "text/javascript; charset=utf-8";
          case "svg" -> "image/svg+xml";
          default -> throw new IllegalStateException("no media type is known for " + name);
        });
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(sum, ETAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
