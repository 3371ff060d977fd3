package aitta.http;

import aitta.version.Version;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.MediaType;

/** Content types and encodings, checked against the grammar and kept as text. */
final class ContentTypeText {
  private static final int SHOWN = 64;

  private ContentTypeText() {}

  /**
   * The content type of the request's body; {@code application/octet-stream} where none is given.
   */
  static String of(Call call) throws Refusal {
    String sent = call.contentType();
    if (sent == null) {
      ContentType multipart = call.request().entity().getContentType();
      return isMultipart(multipart) ? multipart.toString() : Version.DEFAULT_TYPE;
    }
    return checked("header Content-Type", sent);
  }

  /**
   * @param name of what holds it, for the refusal
   */
  static String checked(String name, String type) throws Refusal {
    if (!isMediaType(type)) {
      throw Refusal.invalid(
          name
              + " is '"
              + (type.length() <= SHOWN ? type : type.substring(0, SHOWN) + "…")
              + "'; it must be type/subtype, with parameters as ;name=value");
    }
    return type;
  }

  private static boolean isMultipart(ContentType type) {
    MediaType mediaType = type.mediaType();
    return mediaType.isMultipart();
  }

  /** The content encoding of the request's body; empty where none is given. */
  static String encoding(Call call) throws Refusal {
    return checkedEncoding("header Content-Encoding", call.contentEncoding());
  }

  /**
   * @param name of what holds it, for the refusal
   * @param encoding null for none
   */
  static String checkedEncoding(String name, String encoding) throws Refusal {
    if (encoding == null || encoding.isBlank()) {
      return "";
    }
    for (String coding : encoding.split(",", -1)) {
      String token = coding.trim();
      if (token.isEmpty() || tokenEnd(token, 0) < token.length()) {
        throw Refusal.invalid(name + " must be names of codings separated by commas, such as gzip");
      }
    }
    return encoding;
  }

  /** Whether {@code text} is a media type with parameters. RFC 9110, section 8.3.1. */
  static boolean isMediaType(String text) {
    int slash = tokenEnd(text, 0);
    if (slash == 0 || slash == text.length() || text.charAt(slash) != '/') {
      return false;
    }
    int end = tokenEnd(text, slash + 1);
    if (end == slash + 1) {
      return false;
    }
    while (true) {
      end = skipSpaces(text, end);
      if (end == text.length()) {
        return true;
      }
      if (text.charAt(end) != ';') {
        return false;
      }
      end = skipSpaces(text, end + 1);
      if (end < text.length() && text.charAt(end) != ';') { // the RFC allows an empty parameter
        end = parameterEnd(text, end);
        if (end < 0) {
          return false;
        }
      }
    }
  }

  /** Where the parameter that starts there has ended; -1 where it is none. */
  private static int parameterEnd(String text, int start) {
    int equals = tokenEnd(text, start);
    if (equals == start || equals + 1 >= text.length() || text.charAt(equals) != '=') {
      return -1;
    }
    if (text.charAt(equals + 1) != '"') {
      int end = tokenEnd(text, equals + 1);
      return end == equals + 1 ? -1 : end;
    }
    for (int i = equals + 2; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        return i + 1;
      }
      i += text.charAt(i) == '\\' ? 1 : 0;
      if (i == text.length() || text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return -1;
      }
    }
    return -1;
  }

  private static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int tokenEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isTokenCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
