package aitta.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends calls to the cluster: which node, how often, until when. */
final class Dispatcher {
  private final Transport transport;
  private final RingFollower ring;
  private final NodeHealth health;
  private final Slots slots;
  private final ClientSettings settings;
  private final int salt;
  private volatile boolean closed;

  Dispatcher(
      Transport transport,
      RingFollower ring,
      NodeHealth health,
      Slots slots,
      ClientSettings settings,
      int salt) {
    this.transport = transport;
    this.ring = ring;
    this.health = health;
    this.slots = slots;
    this.settings = settings;
    this.salt = salt;
  }

  /**
   * @return an answer below 400, or a 404; fails with an {@link AittaException} otherwise
   */
  CompletableFuture<HttpReply> send(HttpCall call) {
    return send(call, settings.deadline());
  }

  /** The same by an earlier deadline, for what is a part of a call. */
  CompletableFuture<HttpReply> send(HttpCall call, Duration deadline) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("this client is closed"));
    }
    ring.refreshIfDue();
    Sending sending = new Sending(this, call, deadline);
    sending.next();
    return sending.result();
  }

  Duration deadline() {
    return settings.deadline();
  }

  void close() {
    closed = true;
  }

  List<URI> order(HttpCall call) {
    long now = System.nanoTime();
    return NodeChoice.order(
        call, ring.topology(), settings.nodes(), salt, node -> health.isWell(node, now));
  }

  CompletableFuture<Void> slot() {
    return slots.take();
  }

  /** One attempt, with a slot that the caller has taken and that is given back at its end. */
  CompletableFuture<HttpReply> attempt(URI node, HttpCall call, Duration limit) {
    CompletableFuture<HttpReply> reply;
    try {
      reply = transport.send(node, call, limit);
    } catch (IllegalArgumentException | SecurityException e) { // a header that can't be sent
      reply = CompletableFuture.failedFuture(e);
    }
    return reply.whenComplete((answer, failure) -> slots.give());
  }

  void tell(URI node, Retries.Verdict verdict) {
    if (verdict.blamesNode()) {
      health.failed(node, System.nanoTime());
      ring.suspect();
    } else {
      health.answered(node);
    }
  }
}
