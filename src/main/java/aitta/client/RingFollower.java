package aitta.client;

import aitta.api.ClusterReport;
import aitta.api.Json;
import aitta.api.RingReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps what the client knows of the cluster fresh, in the background: when it is used and has
 * grown old, or when a node has failed. The small report on the nodes tells the ring's version; the
 * ring itself is fetched when that has grown. Nobody waits for it, and its failures are nobody's.
 */
final class RingFollower {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Transport transport;
  private final NodeHealth health;
  private final ClientSettings settings;
  private final int salt;
  private final AtomicReference<Topology> known = new AtomicReference<>(Topology.UNKNOWN);
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long lastNanos;
  private volatile boolean started;
  private volatile boolean suspected;

  RingFollower(Transport transport, NodeHealth health, ClientSettings settings, int salt) {
    this.transport = transport;
    this.health = health;
    this.settings = settings;
    this.salt = salt;
  }

  Topology topology() {
    return known.get();
  }

  /** A node has failed: what is known may be out of date. */
  void suspect() {
    suspected = true;
  }

  void refreshIfDue() {
    if (!settings.followsRing()
        || !isDue(System.nanoTime())
        || !running.compareAndSet(false, true)) {
      return;
    }
    lastNanos = System.nanoTime();
    started = true;
    suspected = false;
    refresh()
        .whenComplete(
            (done, failure) -> {
              running.set(false);
            });
  }

  private boolean isDue(long now) {
    Duration age = Duration.ofNanos(now - lastNanos);
    return !started || age.compareTo(suspected ? LEAST_PAUSE : settings.ringInterval()) >= 0;
  }

  private CompletableFuture<Void> refresh() {
    HttpCall call = HttpCall.read("/v1/cluster");
    long now = System.nanoTime();
    List<URI> order =
        NodeChoice.order(
            call, known.get(), settings.nodes(), salt, node -> health.isWell(node, now));
    URI node = order.get(0);
    return transport
        .send(node, call, LIMIT)
        .thenCompose(
            reply -> {
              if (reply.status() != 200) {
                return CompletableFuture.completedFuture(null);
              }
              ClusterReport report = parsed(reply, ClusterReport.class);
              known.updateAndGet(topology -> topology.with(report, node.getScheme()));
              Topology topology = known.get();
              boolean old =
                  topology.owners().isEmpty() || report.ringVersion() > topology.version();
              return old ? fetchRing(node) : CompletableFuture.completedFuture(null);
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null && Retries.judge(Transport.unwrapped(failure)).blamesNode()) {
                health.failed(node, System.nanoTime()); // the next refresh asks another one
                suspected = true;
              }
            });
  }

  private CompletableFuture<Void> fetchRing(URI node) {
    return transport
        .send(node, HttpCall.read("/v1/cluster/ring"), LIMIT)
        .thenAccept(
            reply -> {
              if (reply.status() == 200) {
                RingReport ring = parsed(reply, RingReport.class);
                known.updateAndGet(topology -> topology.with(ring));
              }
            });
  }

  private static <T> T parsed(HttpReply reply, Class<T> type) {
    try {
      return Json.MAPPER.readValue(reply.body(), type);
    } catch (IOException e) {
      throw new BadAnswerException(type.getSimpleName() + " can't be read", false, e);
    }
  }
}
