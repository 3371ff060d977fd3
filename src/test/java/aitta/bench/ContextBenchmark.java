package aitta.bench;

import aitta.model.Key;
import aitta.version.ContextTokens;
import aitta.version.InvalidContextException;
import aitta.version.Seen;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Context tokens: each answer about a key makes one, each write with a context reads one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ContextBenchmark {
  /** Writers that the context knows of. */
  @Param({"1", "3", "20"})
  public int writers;

  private final ContextTokens tokens = new ContextTokens(List.of(new byte[32]));
  private final Key key = Key.of("bucket", "some-key-of-usual-length");
  private Seen seen;
  private String token;

  @Setup
  public void make() {
    seen = Sets.one(writers, 1_000).seen();
    token = tokens.encode(key, seen);
  }

  @Benchmark
  public String encode() {
    return tokens.encode(key, seen);
  }

  @Benchmark
  public Seen decode() throws InvalidContextException {
    return tokens.decode(key, token);
  }
}
