package aitta.http;

import aitta.security.Need;
import aitta.security.Needs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Finds the resource that a path names. Compares raw text: what is encoded oddly is not there. */
final class Router {
  private static final List<String> TAKE_BODIES = List.of("PUT", "POST");

  /**
   * @param needs what each of its methods asks of whoever calls it
   */
  private record Place(Resource resource, Map<String, Need> needs, boolean ofBucket) {
    static Place of(Resource resource) {
      Map<String, Need> needs = new HashMap<>();
      resource
          .methods()
          .forEach(method -> needs.put(method, Needs.of(method, resource.template())));
      return new Place(resource, needs, resource.template().startsWith("/v1/buckets/{bucket}"));
    }
  }

  private final Backend backend;
  private final Guard guard;
  private final List<Place> places;

  Router(Backend backend, Guard guard, List<Resource> resources) {
    this.backend = backend;
    this.guard = guard;
    this.places = resources.stream().map(Place::of).toList();
  }

  CompletionStage<HttpResponse> answer(Call call) throws Refusal {
    String path = call.target().path();
    List<String> segments = path.startsWith("/") ? Resource.cut(path) : List.of(); // or *
    for (Place place : places) {
      List<String> captured = place.resource().match(segments);
      if (captured != null) {
        call.at(place.resource().template());
        return toResource(call, place, captured);
      }
    }
    guard.admitAnybody(call);
    if (path.equals("*") && call.method().equals("OPTIONS")) {
      return options(ObjectRoutes.METHODS);
    }
    throw nothingAt(path, segments);
  }

  private CompletionStage<HttpResponse> toResource(Call call, Place place, List<String> captured)
      throws Refusal {
    Resource resource = place.resource();
    List<String> methods = resource.methods();
    Need need = place.needs().get(call.method());
    if (need == null) {
      guard.admitAnybody(call);
      if (call.method().equals("OPTIONS")) {
        return options(methods);
      }
      throw Problems.methodNotAllowed(call.method(), allowed(methods));
    }
    guard.admit(call, need, place.ofBucket() ? captured.get(0) : null);
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
