package aitta.http;

import aitta.request.Story;
import aitta.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;

/**
 * A request being answered: its target, and those of its headers that mean something here, found in
 * one pass. A header is null where it was not sent; lists that came in several lines are joined.
 */
final class Call {
  private static final int MAX_REFUSED_BUCKETS = 10;

  private final HttpRequest request;
  private final String method;
  private Target target;
  private String context;
  private boolean contextTwice;
  private String ifMatch;
  private String ifNoneMatch;
  private String ifModifiedSince;
  private String ifUnmodifiedSince;
  private String accept;
  private String contentEncoding;
  private String contentType;
  private boolean contentTypeTwice;
  private boolean awaitsContinue;
  private String givenId;
  private String traceparent;
  private RequestId id;
  private String template; // of the resource; null where there is none
  private Story story = Story.NONE;
  private BodySink bodySink;
  private String authorization;
  private boolean authorizationTwice;
  private Principal principal;
  private boolean administration;
  private Set<String> refusedBuckets; // null until there is one

  Call(HttpRequest request) {
    this.request = request;
    this.method = request.method().value();
    for (HttpHeader header : request.getHeaders()) {
      if (header instanceof RawRequestURI raw) {
        target = Target.of(raw.uri());
      } else {
        take(header.lowercaseName(), header);
      }
    }
    if (target == null) {
      throw new IllegalStateException("raw-request-uri-header is not switched on");
    }
  }

  private void take(String name, HttpHeader header) {
    switch (name) {
      case "aitta-context":
        contextTwice = context != null;
        context = header.value();
        break;
      case "if-match":
        ifMatch = joined(ifMatch, header.value());
        break;
      case "if-none-match":
        ifNoneMatch = joined(ifNoneMatch, header.value());
        break;
      case "if-modified-since":
        ifModifiedSince = header.value();
        break;
      case "if-unmodified-since":
        ifUnmodifiedSince = header.value();
        break;
      case "accept":
        accept = joined(accept, header.value());
        break;
      case "content-encoding":
        contentEncoding = joined(contentEncoding, header.value());
        break;
      case "content-type":
        contentTypeTwice = contentType != null;
        contentType = header.value();
        break;
      case "authorization":
        authorizationTwice = authorization != null;
        authorization = header.value();
        break;
      case "x-request-id":
        givenId = header.value();
        break;
      case "traceparent":
        traceparent = header.value();
        break;
      case "expect":
        awaitsContinue = header.value().equalsIgnoreCase("100-continue");
        break;
      default: // means nothing here
    }
  }

  private static String joined(String before, String line) {
    return before == null ? line : before + ", " + line;
  }

  /** What logs call it; the same from the first time that it is asked for. */
  RequestId id() {
    if (id == null) {
      id = RequestId.of(givenId, traceparent);
    }
    return id;
  }

  /** To be said when the resource is found. */
  void at(String resource) {
    template = resource;
  }

  RequestKind kind() {
    return RequestKind.of(template, method);
  }

  /** As it was sent; null where there is none, empty where there are two that may differ. */
  String authorization() {
    return authorizationTwice ? "" : authorization;
  }

  /** To be said once it is known who asks. */
  void by(Principal known) {
    principal = known;
  }

  /** Who asks; null where that is not known. */
  Principal principal() {
    return principal;
  }

  /** To be said of what is for admins alone. */
  void isAdministration(boolean is) {
    administration = is;
  }

  boolean isAdministration() {
    return administration;
  }

  /** To be said where an operation of a batch was refused. */
  void refusedIn(String bucket) {
    if (refusedBuckets == null) {
      refusedBuckets = new TreeSet<>();
    }
    if (refusedBuckets.size() < MAX_REFUSED_BUCKETS) {
      refusedBuckets.add(bucket);
    }
  }

  /** Buckets of operations that were refused, some of them where they are many. */
  List<String> refusedBuckets() {
    return refusedBuckets == null ? List.of() : List.copyOf(refusedBuckets);
  }

  /** To be kept by whoever works on it, from now on. */
  Story beginStory() {
    story = Story.begin();
    return story;
  }

  Story story() {
    return story;
  }

  HttpRequest request() {
    return request;
  }

  /** Upper-case, as HTTP methods are. */
  String method() {
    return method;
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  Target target() {
    return target;
  }

  /** The parameters, of which none but {@code known} may be there. */
  Query query(List<String> known) throws Refusal {
    return Query.parse(target.query(), known);
  }

  /**
   * The context token as it was sent; empty or {@code none} says that the client has seen nothing.
   */
  String context() throws Refusal {
    if (contextTwice) {
      throw Refusal.invalid("header Aitta-Context is given twice; give it once");
    }
    return context;
  }

  String ifMatch() {
    return ifMatch;
  }

  String ifNoneMatch() {
    return ifNoneMatch;
  }

  String ifModifiedSince() {
    return ifModifiedSince;
  }

  String ifUnmodifiedSince() {
    return ifUnmodifiedSince;
  }

  String accept() {
    return accept;
  }

  String contentEncoding() {
    return contentEncoding;
  }

  /** The Content-Type as it was sent; null where there is none, and for multipart types. */
  String contentType() throws Refusal {
    if (contentTypeTwice) {
      throw Refusal.invalid("header Content-Type is given twice; give it once");
    }
    return contentType;
  }

  /** Whether the client holds its body back until it is asked for it. */
  boolean awaitsContinue() {
    return awaitsContinue;
  }

  /** To be said when the body's stream is touched: that can be done once alone. */
  void readBy(BodySink sink) {
    bodySink = sink;
  }

  /** What reads the body; null while nothing does. */
  BodySink bodySink() {
    return bodySink;
  }
}
