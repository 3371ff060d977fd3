package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Links between nodes of one JVM. Every message is turned into bytes and back. Links lose, delay
 * and so reorder messages as a seeded generator says, or hold them until they are let go.
 */
final class FakeNetwork implements AutoCloseable {
  /** Takes what comes for a node. */
  interface Receiver {
    void received(NodeId to, Envelope envelope);
  }

  private record Held(NodeId to, byte[] bytes) {}

  private final ScheduledExecutorService wire = Executors.newSingleThreadScheduledExecutor();
  private final Random random;
  private final Receiver receiver;
  private final Set<NodeId> silent = ConcurrentHashMap.newKeySet();
  private final List<Held> held = new ArrayList<>();
  private BiPredicate<NodeId, Envelope> hold = (to, envelope) -> false;
  private double loss;
  private int maxDelayMicros;

  FakeNetwork(long seed, Receiver receiver) {
    this.random = new Random(seed);
    this.receiver = receiver;
  }

  synchronized void disturb(double lossRate, int maxDelay) {
    loss = lossRate;
    maxDelayMicros = maxDelay;
  }

  /** Neither hears nor is heard, and nobody is told. */
  void silence(NodeId node) {
    silent.add(node);
  }

  void wake(NodeId node) {
    silent.remove(node);
  }

  /** Messages of this kind wait from now on. */
  synchronized void holdWhere(BiPredicate<NodeId, Envelope> which) {
    hold = which;
  }

  synchronized int heldCount() {
    return held.size();
  }

  /** What was held arrives now; nothing more is held. */
  synchronized void release() {
    hold = (to, envelope) -> false;
    held.forEach(one -> deliverLater(one.to(), one.bytes(), 0));
    held.clear();
  }

  /** What was held is lost; nothing more is held. */
  synchronized void lose() {
    hold = (to, envelope) -> false;
    held.clear();
  }

  synchronized void send(NodeId to, Envelope envelope) {
    byte[] bytes = PeerFormat.encode(envelope);
    if (bytes.length > PeerFormat.sizeBound(envelope.message())) {
      throw new AssertionError("larger than its bound: " + envelope);
    }
    if (silent.contains(to) || silent.contains(envelope.from())) {
      return;
    }
    if (hold.test(to, envelope)) {
      held.add(new Held(to, bytes));
    } else if (random.nextDouble() >= loss) {
      deliverLater(to, bytes, maxDelayMicros == 0 ? 0 : random.nextInt(maxDelayMicros));
    }
  }

  private void deliverLater(NodeId to, byte[] bytes, int delayMicros) {
    wire.schedule(
        () -> receiver.received(to, PeerFormat.decode(bytes)), delayMicros, TimeUnit.MICROSECONDS);
  }

  /** What a disk does takes as long as a message. */
  synchronized void disk(Runnable written) {
    int delay = maxDelayMicros == 0 ? 0 : random.nextInt(maxDelayMicros);
    wire.schedule(written, delay, TimeUnit.MICROSECONDS);
  }

  static boolean isStore(Envelope envelope) {
    return envelope.message() instanceof PeerMessage.Store
        || envelope.message() instanceof PeerMessage.StoreBallot;
  }

  @Override
  public void close() {
    wire.shutdownNow();
  }
}
