package aitta.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One kind of resource: where it lies, and what answers for it.
 *
 * @param template its path, with {@code {name}} for a segment that may be anything
 * @param methods what it takes beside OPTIONS
 * @param whenReady whether it is closed while the node is not ready
 * @param handler answers its requests
 */
record Resource(
    String template,
    List<String> segments,
    List<String> methods,
    boolean whenReady,
    Handler handler) {

  /** Answers the requests of one resource. */
  @FunctionalInterface
  interface Handler {
    /**
     * @param captured what stands in the place of each {@code {name}}, still percent-encoded
     * @return fails with a {@link Refusal}, or with whatever is a defect
     * @throws Refusal where it can be told at once
     */
    CompletionStage<HttpResponse> answer(Call call, List<String> captured) throws Refusal;
  }

  /** Open whether the node is ready or not. */
  static Resource always(String template, List<String> methods, Routes routes) {
    return new Resource(
        template, cut(template), methods, false, (call, captured) -> routes.answer(call));
  }

  /** The same, for handlers that want what the path has in the place of its names. */
  static Resource always(String template, List<String> methods, Handler handler) {
    return new Resource(template, cut(template), methods, false, handler);
  }

  static Resource whenReady(String template, List<String> methods, Handler handler) {
    return new Resource(template, cut(template), methods, true, handler);
  }

  /** The segments of a path: what stands between its slashes, which may be nothing. */
  static List<String> cut(String path) {
    List<String> segments = new ArrayList<>(6);
    int start = 1;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }

  /**
   * @return what stands in the place of each {@code {name}}; null where the path is another
   */
  List<String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    List<String> captured = new ArrayList<>(2);
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).startsWith("{")) {
        captured.add(path.get(i));
      } else if (!segments.get(i).equals(path.get(i))) {
        return null;
      }
    }
    return captured;
  }
}
