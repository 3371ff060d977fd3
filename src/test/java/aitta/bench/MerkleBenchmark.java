package aitta.bench;

import aitta.merkle.MerkleTree;
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

/** The tree of a range: changed by each write, its root asked for by each exchange. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MerkleBenchmark {
  private final MerkleTree tree = new MerkleTree(MerkleTree.leavesFor(128));
  private long hash = 1;

  @Benchmark
  public long change() {
    long before = hash;
    hash = before * 6364136223846793005L + 1442695040888963407L;
    return tree.change((int) (hash >>> 40) % tree.leafCount(), before, hash);
  }

  @Benchmark
  public long root() {
    return tree.root();
  }
}
