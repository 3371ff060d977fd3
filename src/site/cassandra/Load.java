import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;

/** Load A|B|C|W seconds warmup: a closed loop of 64 requests in flight against three Cassandra nodes on loopback. */
public final class Load {
  static final int OUTSTANDING = 64;
  static final int KEYS = 10_000;
  static final int VALUE_BYTES = 1024;
  static final int NODES = 3;

  final CqlSession session;
  final PreparedStatement read;
  final PreparedStatement write;
  final int readPercent;
  final ConcurrentHistogram reads = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
  final ConcurrentHistogram writes = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
  final LongAdder readFailures = new LongAdder();
  final LongAdder writeFailures = new LongAdder();
  final Map<String, LongAdder> failureKinds = new ConcurrentHashMap<>();
  final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  final CountDownLatch ended = new CountDownLatch(OUTSTANDING);
  volatile boolean measuring;
  volatile boolean stopping;

  Load(CqlSession session, int readPercent) {
    this.session = session;
    this.readPercent = readPercent;
    read = session.prepare("SELECT v FROM compare.kv WHERE k = ?");
    write = session.prepare("INSERT INTO compare.kv (k, v) VALUES (?, ?)");
  }

  public static void main(String[] args) throws Exception {
    String workload = args[0];
    int readPercent =
        switch (workload) {
          case "A" -> 50;
          case "B" -> 95;
          case "C" -> 100;
          case "W" -> 0;
          default -> throw new IllegalArgumentException("workload is A, B, C or W");
        };
    long seconds = Long.parseLong(args[1]);
    long warmup = Long.parseLong(args[2]);
    List<String> pids = List.of(System.getProperty("pids").split(","));
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(20))
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(20))
            .build();
    var builder = CqlSession.builder().withConfigLoader(config).withLocalDatacenter("datacenter1");
    for (int n = 1; n <= NODES; n++) {
      builder.addContactPoint(new InetSocketAddress("127.0.0." + n, 9042));
    }
    try (CqlSession session = builder.build()) {
      awaitCluster(session);
      session.execute(
          "CREATE KEYSPACE IF NOT EXISTS compare WITH replication ="
              + " {'class': 'SimpleStrategy', 'replication_factor': 3}");
      session.execute("CREATE TABLE IF NOT EXISTS compare.kv (k text PRIMARY KEY, v blob)");
      Load load = new Load(session, readPercent);
      long t = System.nanoTime();
      load.fill();
      System.out.printf("workload %s (%d%% reads)  commitlog_sync %s  %s  %d in flight  %d keys of %d bytes%n",
          workload, readPercent, System.getProperty("sync"), java.time.Instant.now(), OUTSTANDING, KEYS, VALUE_BYTES);
      System.out.printf("filled in %.1f s, warm-up %d s, measured %d s%n", (System.nanoTime() - t) / 1e9, warmup, seconds);
      load.run(seconds, warmup, pids);
      load.later.shutdown();
    }
  }

  /** Until each node lists both others in system.peers, all agree on the schema, and the driver holds all three up. */
  static void awaitCluster(CqlSession session) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      List<Node> nodes = new ArrayList<>(session.getMetadata().getNodes().values());
      boolean whole = nodes.size() == NODES && nodes.stream().allMatch(n -> n.getState() == NodeState.UP);
      for (Node node : nodes) {
        whole = whole && session.execute(
            SimpleStatement.newInstance("SELECT peer FROM system.peers").setNode(node)).all().size() == NODES - 1;
      }
      if (whole && session.checkSchemaAgreement()) {
        System.out.println("three nodes up, each with two rows in system.peers, one schema, Cassandra "
            + nodes.get(0).getCassandraVersion());
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the three nodes do not see each other: " + nodes);
      }
      Thread.sleep(200);
    }
  }

  static final String[] NAMES =
      IntStream.range(0, KEYS).mapToObj(i -> String.format("key%010d", i)).toArray(String[]::new);

  static ByteBuffer value() {
    byte[] bytes = new byte[VALUE_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Writes each key once to all three replicas, trying again what failed. */
  void fill() throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(KEYS);
    for (int c = 0; c < OUTSTANDING; c++) {
      fillNext(next.getAndIncrement(), next, done);
    }
    if (!done.await(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not filled: " + done.getCount() + " keys left");
    }
  }

  void fillNext(int i, AtomicInteger next, CountDownLatch done) {
    if (i >= KEYS) {
      return;
    }
    session
        .executeAsync(write.bind(NAMES[i], value()).setConsistencyLevel(ConsistencyLevel.ALL))
        .whenComplete(
            (rows, failure) -> {
              if (failure == null) {
                done.countDown();
                fillNext(next.getAndIncrement(), next, done);
              } else {
                later.schedule(() -> fillNext(i, next, done), 100, TimeUnit.MILLISECONDS);
              }
            });
  }

  /** One virtual connection's next request; its answer starts the following one. */
  void next() {
    if (stopping) {
      ended.countDown();
      return;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String key = NAMES[random.nextInt(KEYS)];
    boolean reading = random.nextInt(100) < readPercent;
    BoundStatement statement = reading ? read.bind(key) : write.bind(key, value());
    long start = System.nanoTime();
    session
        .executeAsync(statement.setConsistencyLevel(ConsistencyLevel.QUORUM))
        .whenComplete((rows, failure) -> answered(reading, start, rows, failure));
  }

  void answered(boolean reading, long start, AsyncResultSet rows, Throwable failure) {
    long took = System.nanoTime() - start;
    String wrong = failure != null ? failure.getClass().getSimpleName() : null;
    if (wrong == null && reading) {
      Row row = rows.one();
      ByteBuffer v = row == null ? null : row.getByteBuffer(0);
      wrong = v == null || v.remaining() != VALUE_BYTES ? "no whole value" : null;
    }
    if (measuring) {
      if (wrong == null) {
        (reading ? reads : writes).recordValue(Math.min(took, TimeUnit.MINUTES.toNanos(1)));
      } else {
        (reading ? readFailures : writeFailures).increment();
        failureKinds.computeIfAbsent(wrong, k -> new LongAdder()).increment();
      }
    }
    if (wrong == null) {
      next();
    } else {
      later.schedule(this::next, 10, TimeUnit.MILLISECONDS); // no spinning on a node that refuses at once
    }
  }

  void run(long seconds, long warmup, List<String> pids) throws Exception {
    for (int c = 0; c < OUTSTANDING; c++) {
      next();
    }
    Thread.sleep(warmup * 1000);
    long jit = -Usage.threads(pids, Usage.JIT); // slow to read, so outside of the measured interval at both ends
    long gc = -Usage.threads(pids, Usage.GC);
    Usage before = Usage.now(pids);
    measuring = true;
    Thread.sleep(seconds * 1000);
    measuring = false;
    Usage after = Usage.now(pids);
    jit += Usage.threads(pids, Usage.JIT);
    gc += Usage.threads(pids, Usage.GC);
    stopping = true;
    ended.await(30, TimeUnit.SECONDS);
    report(before, after, pids, jit, gc);
  }

  void report(Usage before, Usage after, List<String> pids, long jit, long gc) throws Exception {
    double elapsed = (after.nanos - before.nanos) / 1e9;
    long ops = reads.getTotalCount() + writes.getTotalCount();
    System.out.printf("operations/s %.0f  (%d in %.2f s)%n", ops / elapsed, ops, elapsed);
    latencies("reads ", reads, elapsed);
    latencies("writes", writes, elapsed);
    Map<String, LongAdder> kinds = new TreeMap<>(failureKinds);
    System.out.printf("failures  reads %d  writes %d  %s%n", readFailures.sum(), writeFailures.sum(), kinds);
    double user = 0;
    double system = 0;
    StringBuilder each = new StringBuilder();
    for (String pid : pids) {
      double u = (after.user(pid) - before.user(pid)) / Usage.TICKS;
      double s = (after.system(pid) - before.system(pid)) / Usage.TICKS;
      user += u;
      system += s;
      each.append(String.format(" %.2f", (u + s) / elapsed));
    }
    double client =
        (after.user("self") + after.system("self") - before.user("self") - before.system("self")) / Usage.TICKS;
    System.out.printf("server CPU  %.1f us/op (user %.1f + system %.1f), cores by node%s%n",
        (user + system) / ops * 1e6, user / ops * 1e6, system / ops * 1e6, each);
    System.out.printf("  of which  JIT compiler threads %.1f, GC threads %.1f us/op (JIT large: not warm yet)%n",
        jit / Usage.TICKS / ops * 1e6, gc / Usage.TICKS / ops * 1e6);
    System.out.printf("client CPU  %.1f us/op, %.2f cores%n", client / ops * 1e6, client / elapsed);
    double busy = (after.busy - before.busy) / Usage.TICKS;
    System.out.printf("machine     %.2f cores busy, of which neither servers nor client %.2f%n",
        busy / elapsed, (busy - user - system - client) / elapsed);
    StringBuilder memory = new StringBuilder("server memory (MiB resident)");
    for (String pid : pids) {
      for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
        if (line.startsWith("VmRSS:")) {
          memory.append(' ').append(Long.parseLong(line.replaceAll("\\D", "")) / 1024);
        }
      }
    }
    System.out.println(memory);
  }

  static void latencies(String what, ConcurrentHistogram h, double elapsed) {
    if (h.getTotalCount() > 0) {
      System.out.printf("%s  %.0f/s  p50 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms%n", what, h.getTotalCount() / elapsed,
          h.getValueAtPercentile(50) / 1e6, h.getValueAtPercentile(99) / 1e6,
          h.getValueAtPercentile(99.9) / 1e6, h.getMaxValue() / 1e6);
    }
  }

  /** CPU ticks used so far by each process (and this one, "self") and by the whole machine. */
  record Usage(long nanos, Map<String, long[]> ticks, long busy) {
    static final double TICKS = 100; // getconf CLK_TCK
    static final String JIT = "C1 |C2 ";
    static final String GC = "G1 |GC Thread|VM Thread";

    static Usage now(List<String> pids) throws Exception {
      long nanos = System.nanoTime();
      Map<String, long[]> ticks = new TreeMap<>();
      List<String> all = new ArrayList<>(pids);
      all.add("self");
      for (String pid : all) {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        ticks.put(pid, new long[] {Long.parseLong(f[11]), Long.parseLong(f[12])});
      }
      String[] f = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
      long busy = 0; // user nice system (idle iowait) irq softirq; steal belongs to nobody here
      for (int i : new int[] {1, 2, 3, 6, 7}) {
        busy += Long.parseLong(f[i]);
      }
      return new Usage(nanos, ticks, busy);
    }

    /** Ticks of the servers' threads whose names start so. */
    static long threads(List<String> pids, String starts) {
      Pattern names = Pattern.compile("\\((" + starts + ")");
      long sum = 0;
      for (String pid : pids) {
        for (File task : new File("/proc/" + pid + "/task").listFiles()) {
          try {
            String stat = Files.readString(task.toPath().resolve("stat"));
            if (names.matcher(stat).find()) {
              String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
              sum += Long.parseLong(f[11]) + Long.parseLong(f[12]);
            }
          } catch (IOException gone) {
            // the thread ended meanwhile
          }
        }
      }
      return sum;
    }

    double user(String pid) {
      return ticks.get(pid)[0];
    }

    double system(String pid) {
      return ticks.get(pid)[1];
    }
  }
}
