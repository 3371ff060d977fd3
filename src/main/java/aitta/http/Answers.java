package aitta.http;

import aitta.api.Json;
import aitta.version.Version;
import aitta.version.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.DateTime;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Date;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Shapes answers: which headers go with what. Headers that never change are made once. */
final class Answers {
  static final HttpHeader NO_CACHE = RawHeader.create("Cache-Control", "no-cache");
  static final HttpHeader VARY_ACCEPT = RawHeader.create("Vary", "Accept");
  private static final HttpHeader NO_SNIFF = RawHeader.create("X-Content-Type-Options", "nosniff");
  private static final HttpHeader SANDBOX = RawHeader.create("Content-Security-Policy", "sandbox");
  private static final int HEADERS = 14;

  private Answers() {}

  /** The headers of every answer under {@code /v1}. */
  static List<HttpHeader> headers() {
    List<HttpHeader> headers = new ArrayList<>(HEADERS);
    headers.add(NO_CACHE);
    headers.add(VARY_ACCEPT);
    return headers;
  }

  /** The same, with what every answer about a key carries. */
  static List<HttpHeader> headers(String context, String quorum) {
    List<HttpHeader> headers = headers();
    headers.add(RawHeader.create("Aitta-Context", context));
    headers.add(RawHeader.create("Aitta-Quorum", quorum));
    return headers;
  }

  static HttpHeader etag(String etag) {
    return RawHeader.create("ETag", '"' + etag + '"');
  }

  /**
   * 200 with a value as it was stored.
   *
   * @param headers of this answer; added to
   * @param nowMillis wall clock: a version of a clock that runs ahead was modified now
   */
  static HttpResponse value(Version version, List<HttpHeader> headers, long nowMillis) {
    addLastModified(version, headers, nowMillis);
    headers.add(etag(version.etag()));
    headers.add(new StoredType(version.contentType()));
    if (!version.contentEncoding().isEmpty()) {
      headers.add(RawHeader.create("Content-Encoding", version.contentEncoding()));
    }
    if (version.expiresAtMillis() != 0) {
      headers.add(RawHeader.create("Aitta-Expires", HttpDates.header(version.expiresAtMillis())));
    }
    headers.add(NO_SNIFF);
    headers.add(SANDBOX);
    ByteString bytes = ByteString.fromArrayUnsafe(version.value()); // nobody writes to values
    return answer(200, headers, HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, bytes));
  }

  /** 304 for the same. */
  static HttpResponse notModified(String etag, List<HttpHeader> headers) {
    headers.add(etag(etag));
    return empty(304, headers);
  }

  /** 300 with all versions, as JSON. */
  static HttpResponse siblings(View.Several several, List<HttpHeader> headers, long nowMillis) {
    headers.add(etag(several.etag()));
    return json(300, headers, SiblingsJson.of(several, nowMillis));
  }

  /** 300 with all versions, each a part of {@code multipart/mixed}. */
  static HttpResponse parts(View.Several several, List<HttpHeader> headers, long nowMillis) {
    headers.add(etag(several.etag()));
    Multipart parts = Multipart.of(several, nowMillis);
    headers.add(new StoredType(parts.contentType()));
    return answer(300, headers, HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, parts.bytes()));
  }

  /** Adds Last-Modified, and the Date that it is never later than: Pekko's own may lag a second. */
  private static void addLastModified(Version version, List<HttpHeader> headers, long nowMillis) {
    headers.add(Date.create(DateTime.create(nowMillis)));
    long modified = Math.min(version.lastModifiedMillis(), nowMillis);
    headers.add(RawHeader.create("Last-Modified", HttpDates.header(modified)));
  }

  static HttpResponse json(int status, List<HttpHeader> headers, Object document) {
    ByteString bytes = ByteString.fromArrayUnsafe(Json.bytes(document));
    return answer(status, headers, HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes));
  }

  static <T> HttpResponse of(Reply<T> reply, Function<T, HttpResponse> answer) {
    if (reply instanceof Reply.NotReady<T> notReady) {
      return Problems.answer(Problems.notReady(notReady.detail()));
    }
    return answer.apply(((Reply.Given<T>) reply).value());
  }

  static HttpResponse empty(int status, List<HttpHeader> headers) {
    return answer(status, headers, HttpEntities.EMPTY);
  }

  static HttpResponse answer(int status, List<HttpHeader> headers, ResponseEntity entity) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withHeaders(headers)
        .withEntity(entity);
  }
}
