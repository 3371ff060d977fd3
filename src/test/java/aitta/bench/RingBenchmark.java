package aitta.bench;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The ring: each request hashes its key and looks its owners up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingBenchmark {
  private final Ring ring =
      Ring.found(
          "ring",
          IntStream.rangeClosed(1, 9)
              .mapToObj(i -> new RingMember(new NodeId("n" + i), "zone-" + i % 3, 1.0))
              .toList(),
          128,
          3);
  private final Set<NodeId> down = Set.of(new NodeId("n4"));
  private final byte[] name = "some-key-of-usual-length".getBytes();
  private int range;

  /** A key hashes itself once, so a fresh one each time. */
  @Benchmark
  public RangeOwners ownersOfKey() {
    return ring.ownersOf(new Key("bucket", name));
  }

  /** Once per range and view of the cluster. */
  @Benchmark
  public List<NodeId> standIns() {
    range = (range + 1) % ring.ranges();
    return ring.standIns(range, down);
  }
}
