package aitta.bench;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages between nodes: a quorum write sends the first, a read's value comes as the second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeerFormatBenchmark {
  private final Key key = Key.of("bucket", "some-key-of-usual-length");
  private final Envelope store = with(new PeerMessage.Store(7, key, Sets.one(3, 1_000)));
  private final Envelope full = with(new PeerMessage.Full(7, Sets.one(3, 1_000), true));
  private final Envelope fetch = with(new PeerMessage.Fetch(7, key, false));
  private final byte[] storeBytes = PeerFormat.encode(store);
  private final byte[] fullBytes = PeerFormat.encode(full);
  private final byte[] fetchBytes = PeerFormat.encode(fetch);

  private static Envelope with(PeerMessage message) {
    return new Envelope(new NodeId("n1"), 1_790_000_000_000L, 300_000, 2_000, message);
  }

  @Benchmark
  public byte[] encodeStore() {
    return PeerFormat.encode(store);
  }

  @Benchmark
  public Envelope decodeStore() {
    return PeerFormat.decode(storeBytes);
  }

  @Benchmark
  public byte[] encodeFull() {
    return PeerFormat.encode(full);
  }

  @Benchmark
  public Envelope decodeFull() {
    return PeerFormat.decode(fullBytes);
  }

  @Benchmark
  public byte[] encodeFetch() {
    return PeerFormat.encode(fetch);
  }

  @Benchmark
  public Envelope decodeFetch() {
    return PeerFormat.decode(fetchBytes);
  }
}
