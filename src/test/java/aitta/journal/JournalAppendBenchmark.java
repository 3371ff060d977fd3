package aitta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Appending 1 KiB events until they are on disk: alone, and with others to share fsyncs with. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalAppendBenchmark {
  private static final String BODY = "x".repeat(1024);
  private static final int DELETE_EVERY = 1_000;
  private static final int SEGMENT_BYTES = 32 << 20;

  private Path directory;
  private OpenJournal journal;

  /** One writer, which is one persistent actor: an event at a time. */
  @State(Scope.Thread)
  public static class Writer {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String id = "bench-" + COUNT.incrementAndGet();
    private long seqNr;
  }

  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = Files.createTempDirectory("aitta-bench");
    journal = new OpenJournal(OpenJournal.settings(directory, SEGMENT_BYTES), new LocalDisk());
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    journal.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  @Threads(1)
  public void alone(Writer writer) {
    append(writer);
  }

  @Benchmark
  @Threads(32)
  public void withOthers(Writer writer) {
    append(writer);
  }

  /** Deletes now and then what came before, as checkpoints do: segments are used again. */
  private void append(Writer writer) {
    writer.seqNr++;
    CompletableFuture<Void> written =
        journal.writeLater(OpenJournal.events(writer.id, writer.seqNr, writer.seqNr, BODY));
    OpenJournal.await(written);
    if (writer.seqNr % DELETE_EVERY == 0) {
      journal.delete(writer.id, writer.seqNr);
    }
  }
}
