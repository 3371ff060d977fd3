package aitta.antientropy;

import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.pace.RatePacer;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Nodes {@code n1}, {@code n2}, … of one process, owners of every range in that order. Time passes
 * when a test lets it.
 */
final class SimulatedCluster implements AutoCloseable {
  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong nanos = new AtomicLong(1);
  private final NodeClock clock =
      new NodeClock(
          () -> 1_000_000 + TimeUnit.NANOSECONDS.toMillis(nanos.get()),
          nanos::get,
          Duration.ofHours(1));
  private final Map<String, SimulatedNode> nodes = new TreeMap<>();

  SimulatedCluster(int size) {
    IntStream.rangeClosed(1, size)
        .mapToObj(i -> new NodeId("n" + i))
        .forEach(id -> nodes.put(id.value(), new SimulatedNode(this, id, clock)));
  }

  SimulatedNode node(String name) {
    return nodes.get(name);
  }

  List<NodeId> owners() {
    return nodes.keySet().stream().map(NodeId::new).toList();
  }

  NodeClock clock() {
    return clock;
  }

  ActorTestKit kit() {
    return kit;
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior) {
    return kit.spawn(behavior);
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
    time.timePasses(duration);
  }

  RangeExchanger.Shared shared(long bytesPerSecond, String node) {
    return shared(() -> bytesPerSecond, node);
  }

  RangeExchanger.Shared shared(LongSupplier bytesPerSecond, String node) {
    return new RangeExchanger.Shared(
        node(node).peers(),
        clock,
        new RatePacer(bytesPerSecond::getAsLong, clock.nanos()),
        Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
