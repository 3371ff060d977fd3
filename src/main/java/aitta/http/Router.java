package aitta.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Finds the resource that a path names. Compares raw text: what is encoded oddly is not there. */
final class Router {
  private static final String BUCKETS = "/v1/buckets/";
  private static final String KEYS = "keys/";
  private static final List<String> ALL_METHODS = ObjectRoutes.METHODS;
  private static final List<String> TAKE_BODIES = List.of("PUT", "POST");

  private final Backend backend;
  private final ObjectRoutes objects;
  private final BucketRoutes buckets;
  private final ClusterRoutes cluster;
  private final HealthRoutes health;

  Router(
      Backend backend,
      ObjectRoutes objects,
      BucketRoutes buckets,
      ClusterRoutes cluster,
      HealthRoutes health) {
    this.backend = backend;
    this.objects = objects;
    this.buckets = buckets;
    this.cluster = cluster;
    this.health = health;
  }

  CompletionStage<HttpResponse> answer(Call call) throws Refusal {
    String path = call.target().path();
    if (path.startsWith(BUCKETS)) {
      return bucketOrKey(call, path);
    }
    switch (path) {
      case "/v1/cluster":
        return toResource(call, ClusterRoutes.METHODS, cluster::cluster);
      case "/v1/cluster/ring":
        return toResource(call, ClusterRoutes.METHODS, cluster::ring);
      case "/v1/cluster/locate":
        return toResource(call, ClusterRoutes.METHODS, cluster::locate);
      case "/health/live":
        return toResource(call, HealthRoutes.METHODS, health::live);
      case "/health/ready":
        return toResource(call, HealthRoutes.METHODS, health::ready);
      case "*":
        return toResource(call, ALL_METHODS, anything -> nothingAt(path));
      default:
        return nothingAt(path);
    }
  }

  private CompletionStage<HttpResponse> bucketOrKey(Call call, String path) throws Refusal {
    int slash = path.indexOf('/', BUCKETS.length());
    if (slash < 0) {
      String bucket = path.substring(BUCKETS.length());
      return toResource(call, BucketRoutes.METHODS, ready(ready -> buckets.answer(ready, bucket)));
    }
    int name = slash + 1 + KEYS.length();
    if (!path.startsWith(KEYS, slash + 1)) {
      return nothingAt(path);
    }
    if (path.indexOf('/', name) >= 0) {
      throw Problems.notFound(
          "there is nothing at " + path + "; a slash inside a key is written as %2F");
    }
    String bucket = path.substring(BUCKETS.length(), slash);
    return toResource(
        call,
        ObjectRoutes.METHODS,
        ready(ready -> objects.answer(ready, bucket, path.substring(name))));
  }

  /** The same routes, closed while the node is not ready. */
  private Routes ready(Routes routes) {
    return call -> {
      String reason = backend.notReadyBecause();
      if (reason != null) {
        throw Problems.notReady(reason + "; nothing was done");
      }
      return routes.answer(call);
    };
  }

  private static CompletionStage<HttpResponse> toResource(
      Call call, List<String> methods, Routes routes) throws Refusal {
    if (methods.contains(call.method())) {
      if (!TAKE_BODIES.contains(call.method())) {
        Bodies.expectNone(call);
      }
      return routes.answer(call);
    }
    String allowed = String.join(", ", methods) + ", OPTIONS";
    if (call.method().equals("OPTIONS")) {
      List<HttpHeader> headers = Answers.headers();
      headers.add(RawHeader.create("Allow", allowed));
      return CompletableFuture.completedFuture(Answers.empty(204, headers));
    }
    throw Problems.methodNotAllowed(call.method(), allowed);
  }

  private static CompletionStage<HttpResponse> nothingAt(String path) throws Refusal {
    throw Problems.notFound("there is nothing at " + path);
  }
}
