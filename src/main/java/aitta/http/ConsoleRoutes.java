package aitta.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The console: {@code /} and the files that its page asks for, below {@code /console/}. Open to
 * everybody and whether the node is ready or not, since nothing of the store is in them; what they
 * show, the browser asks of the API like any other client.
 *
 * <p>The policy lets the page run nothing but these files and speak with nobody but this node.
 * Values that it shows can therefore run nothing, whatever is in them; trusted types take away the
 * ways in which a page turns text into markup by mistake.
 */
final class ConsoleRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  private static final String PAGE = "index.html";

  /** All files beside the page; the folder in the jar cannot be listed. */
  static final List<String> FILES =
      List.of(
          "api.js",
          "base.css",
          "cluster.css",
          "copies.js",
          "data.css",
          "departure.js",
          "dom.js",
          "editor.js",
          "format.js",
          "health.js",
          "history.js",
          "icon.svg",
          "keys.js",
          "main.js",
          "nodes.js",
          "objects.js",
          "pages.js",
          "palette.js",
          "plot.js",
          "prometheus.js",
          "properties.js",
          "ranges.js",
          "repair.js",
          "ring.js",
          "rove.js",
          "siblings.js",
          "sign-in.js",
          "store.js",
          "theme.js",
          "value.js",
          "view-buckets.js",
          "view-cluster.js",
          "view-keys.js",
          "view-object.js",
          "view-traffic.js");

  private static final List<HttpHeader> HEADERS =
      List.of(
          Answers.NO_CACHE, // asked again each time, and answered 304 while it is the same
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
          RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
          RawHeader.create(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self' blob: data:; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                  + " trusted-types 'none'"));

  private final Map<String, ConsoleFile> files = new LinkedHashMap<>();

  ConsoleRoutes() {
    files.put(PAGE, ConsoleFile.read(PAGE));
    FILES.forEach(name -> files.put(name, ConsoleFile.read(name)));
  }

  CompletionStage<HttpResponse> page(Call call) throws Refusal {
    return CompletableFuture.completedFuture(answer(call, files.get(PAGE)));
  }

  /**
   * @param name as it stands in the path
   */
  CompletionStage<HttpResponse> file(Call call, String name) throws Refusal {
    ConsoleFile file = name.equals(PAGE) ? null : files.get(name); // the page lies at / alone
    if (file == null) {
      throw Problems.notFound("there is nothing at " + call.target().path());
    }
    return CompletableFuture.completedFuture(answer(call, file));
  }

  private static HttpResponse answer(Call call, ConsoleFile file) throws Refusal {
    List<HttpHeader> headers = new ArrayList<>(HEADERS);
    headers.add(Answers.etag(file.etag()));
    String known = call.ifNoneMatch();
    if (known != null && EntityTags.parse("If-None-Match", known).hasWeakly(file.etag())) {
      return Answers.empty(304, headers);
    }
    return Answers.answer(200, headers, HttpEntities.create(file.type(), file.bytes()));
  }
}
