package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One node: a child JVM that can be ended, frozen and started again over the same data directory.
 * Its environment can be changed between two starts.
 */
final class TestNode {
  /** A cold JVM beside several others that start on the same two cores. */
  static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** "SIGTERM stops a node in order within 10 s"; the rest is for the JVM's own end. */
  private static final Duration TERM_LIMIT = Duration.ofSeconds(12);

  private final String id;
  private final String host;
  private final int peerPort;
  private final int httpPort;
  private final Path home;
  private final Path log;
  private final List<String> command;
  private final Map<String, String> env = new TreeMap<>();
  private final TestClient client;
  private Process process;
  private long logStart;

  TestNode(
      String id,
      String host,
      int peerPort,
      int httpPort,
      Path home,
      Path log,
      List<String> command) {
    this.id = id;
    this.host = host;
    this.peerPort = peerPort;
    this.httpPort = httpPort;
    this.home = home;
    this.log = log;
    this.command = List.copyOf(command);
    this.client = new TestClient(host, httpPort);
    env.put("AITTA_NODE_ID", id);
    env.put("AITTA_HOST", host);
    env.put("AITTA_PORT", Integer.toString(peerPort));
    env.put("AITTA_HTTP_PORT", Integer.toString(httpPort));
    env.put("AITTA_DATA_DIR", dataDir().toString());
  }

  String id() {
    return id;
  }

  String host() {
    return host;
  }

  /** Where peers reach it, as {@code AITTA_SEEDS} wants it. */
  String peerAddress() {
    return host + ":" + peerPort;
  }

  /** Where clients reach it. */
  String url() {
    return "http://" + host + ":" + httpPort;
  }

  Path dataDir() {
    return home.resolve("data");
  }

  Path home() {
    return home;
  }

  Path log() {
    return log;
  }

  /** What the next start finds in its environment; nothing else named {@code AITTA_*} is set. */
  Map<String, String> env() {
    return env;
  }

  TestClient client() {
    return client;
  }

  RawConnection connect() throws IOException {
    return new RawConnection(host, httpPort);
  }

  /** A connection that gives up where there is no answer for so long. */
  RawConnection connect(Duration limit) throws IOException {
    return new RawConnection(host, httpPort, (int) limit.toMillis());
  }

  /** Starts the process and returns at once. */
  void start() {
    assertThat(isRunning()).as("%s is started twice", id).isFalse();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AITTA_"));
    builder.environment().putAll(env);
    builder.directory(home.toFile()); // stray files, and the default data directory, land there
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Files.createDirectories(home);
      Files.createDirectories(log.getParent());
      logStart = Files.exists(log) ? Files.size(log) : 0;
      process = Children.start(builder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
    ShowLogs.remember(this);
  }

  void startAndAwaitReady() {
    start();
    awaitReady(START_LIMIT);
  }

  /** Waits until it serves requests; fails at once if the process ends instead. */
  void awaitReady(Duration limit) {
    await(id + " to be ready, see " + log)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(100))
        .failFast(id + " ended instead of getting ready, see " + log, () -> !isRunning())
        .until(this::isReady);
  }

  boolean isReady() {
    try {
      return client.get("/health/ready").status() == 200;
    } catch (UncheckedIOException e) {
      return false; // nobody listens yet
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** {@code kill -9}: the process gets no chance to do anything more. Returns when it is gone. */
  void kill() {
    sendKill();
    awaitExit(Duration.ofSeconds(10));
  }

  /** The signal alone, without waiting for what it does. */
  void sendKill() {
    process.destroyForcibly();
  }

  /** {@code SIGTERM}; the exit code, or a failure if it does not stop in time. */
  int term() {
    process.destroy();
    return awaitExit(TERM_LIMIT);
  }

  /** Ends a JVM that writes an archive of its classes last of all, which takes its time. */
  void endAndLeaveArchive() {
    process.destroy();
    awaitExit(START_LIMIT);
  }

  /** Waits for the process to end by itself and returns its exit code. */
  int awaitExit(Duration limit) {
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("%s ended within %s, see %s", id, limit, log).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + id + " ends", e);
    }
  }

  /** Freezes the process: its sockets stay open, and nothing answers. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  /** Throws its data away, as a replaced disk would. */
  void wipe() {
    assertThat(isRunning()).as("%s is wiped while it runs", id).isFalse();
    deleteTree(dataDir());
  }

  /** What it printed since its last start. */
  String logSinceStart() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(logStart);
      byte[] bytes = new byte[(int) (file.length() - logStart)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  private void signal(String name) {
    try {
      Children.run(List.of("sh", "-c", "kill -" + name + " " + pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory with all that is in it, if it is there. */
  static void deleteTree(Path top) {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> below = Files.walk(top)) {
      // Deepest first: a directory can only be deleted once it is empty.
      for (Path path : below.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + top, e);
    }
  }

  @Override
  public String toString() {
    return id + " at " + host + ":" + httpPort;
  }
}
