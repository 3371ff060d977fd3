package aitta.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Finds the resource that a path names. Compares raw text: what is encoded oddly is not there. */
final class Router {
  private static final List<String> TAKE_BODIES = List.of("PUT", "POST");

  private final Backend backend;
  private final List<Resource> resources;

  Router(Backend backend, List<Resource> resources) {
    this.backend = backend;
    this.resources = List.copyOf(resources);
  }

  CompletionStage<HttpResponse> answer(Call call) throws Refusal {
    String path = call.target().path();
    List<String> segments = Resource.cut(path);
    for (Resource resource : resources) {
      List<String> captured = resource.match(segments);
      if (captured != null) {
        call.at(resource.template());
        return toResource(call, resource, captured);
      }
    }
    if (path.equals("*") && call.method().equals("OPTIONS")) {
      return options(ObjectRoutes.METHODS);
    }
    throw nothingAt(path, segments);
  }

  private CompletionStage<HttpResponse> toResource(
      Call call, Resource resource, List<String> captured) throws Refusal {
    List<String> methods = resource.methods();
    if (!methods.contains(call.method())) {
      if (call.method().equals("OPTIONS")) {
        return options(methods);
      }
      throw Problems.methodNotAllowed(call.method(), allowed(methods));
    }
    if (!TAKE_BODIES.contains(call.method())) {
      Bodies.expectNone(call);
    }
    String reason = resource.whenReady() ? backend.notReadyBecause() : null;
    if (reason != null) {
      throw Problems.notReady(reason + "; nothing was done");
    }
    return resource.handler().answer(call, captured);
  }

  private static CompletionStage<HttpResponse> options(List<String> methods) {
    List<HttpHeader> headers = Answers.headers();
    headers.add(RawHeader.create("Allow", allowed(methods)));
    return CompletableFuture.completedFuture(Answers.empty(204, headers));
  }

  private static String allowed(List<String> methods) {
    return String.join(", ", methods) + ", OPTIONS";
  }

  private static Refusal nothingAt(String path, List<String> segments) {
    boolean belowKeys =
        segments.size() > 5 && segments.get(1).equals("buckets") && segments.get(3).equals("keys");
    return Problems.notFound(
        "there is nothing at "
            + path
            + (belowKeys ? "; a slash inside a key is written as %2F" : ""));
  }
}
