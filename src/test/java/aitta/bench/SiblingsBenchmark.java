package aitta.bench;

import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
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

/** Sets of versions: joined by each store, encoded and decoded on the way to disk and peers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SiblingsBenchmark {
  private final Siblings older = Sets.one(3, 1_000);
  private final Siblings newer = Sets.one(3, 1_001);
  private final Siblings two = Sets.two();
  private final byte[] bytes = SiblingsFormat.encode(newer);

  @Benchmark
  public Siblings joinNewer() {
    return older.join(newer);
  }

  @Benchmark
  public Siblings joinSame() {
    return newer.join(newer);
  }

  @Benchmark
  public Siblings joinConcurrent() {
    return two.join(older);
  }

  @Benchmark
  public byte[] encode() {
    return SiblingsFormat.encode(newer);
  }

  @Benchmark
  public Siblings decode() {
    return SiblingsFormat.decode(bytes);
  }
}
