package aitta.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that tests have started; none outlives the test JVM. */
final class Children {
  private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

  private static final Set<Runnable> AT_END = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "end-children"));
  }

  private Children() {}

  private static void endAll() {
    LIVE.forEach(Process::destroyForcibly);
    AT_END.forEach(Runnable::run);
  }

  /** Has something undone after the last process, should the test JVM be told to stop. */
  static void atEnd(Runnable action) {
    AT_END.add(action);
  }

  static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    LIVE.add(process);
    process.onExit().thenAccept(LIVE::remove);
    return process;
  }

  /**
   * Runs a command of the system to its end.
   *
   * @throws IOException if it cannot be started, takes over 10 s, or ends with a code other than 0;
   *     the message holds what it printed
   */
  static String run(List<String> command) throws IOException {
    Path output = Files.createTempFile("aitta-command", ".out");
    try {
      Process process =
          start(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(output.toFile()));
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + " did not end: " + printed);
      }
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + printed.trim());
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + String.join(" ", command), e);
    } finally {
      Files.delete(output);
    }
  }
}
