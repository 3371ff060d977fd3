package aitta.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flags with which the JVM of a node comes up for a third of the processor time: the tests start a
 * hundred nodes and more, and most of them live for seconds. Classes come from an archive that one
 * node leaves behind when it ends, made once for each jar; the costly compiler is off.
 */
final class QuickStart {
  private static final List<String> CHEAP = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  private static final Map<Path, List<String>> KNOWN = new HashMap<>();

  private QuickStart() {}

  /** The flags for nodes of {@code jar}; the first call for a jar takes some seconds. */
  static synchronized List<String> flags(Path jar, List<String> opens) {
    return KNOWN.computeIfAbsent(jar, built -> make(built, opens));
  }

  private static List<String> make(Path jar, List<String> opens) {
    List<String> flags = new ArrayList<>(CHEAP);
    try {
      // An archive is good for one build of the jar, which its time tells apart.
      String name = jar.getFileName() + "-" + Files.getLastModifiedTime(jar).toMillis() + ".jsa";
      Path archive = Path.of("target", name).toAbsolutePath();
      if (!Files.exists(archive)) {
        leaveBehind(archive, jar, opens);
      }
      if (Files.exists(archive)) { // else this runtime makes none, and classes come from the jar
        flags.addAll(List.of("-Xshare:auto", "-Xlog:cds=off", "-XX:SharedArchiveFile=" + archive));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(flags);
  }

  private static void leaveBehind(Path archive, Path jar, List<String> opens) throws IOException {
    Path home = Files.createTempDirectory("aitta-archive-");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(opens);
    command.addAll(CHEAP);
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.addAll(List.of("-Xmx384m", "-jar", jar.toString(), "node"));
    Path log = Path.of("target", "cluster-logs", "archive.log").toAbsolutePath();
    TestNode node =
        new TestNode("archive", "127.0.0.1", Ports.free(), Ports.free(), home, log, command);
    node.env().put("AITTA_RANGES", "16");
    try {
      node.startAndAwaitReady();
      // For the classes that it takes; what it answers is for tests to judge.
      node.client().put(Paths.key("b", "k"), "v");
      node.client().get(Paths.key("b", "k"));
      node.endAndLeaveArchive();
    } finally {
      if (node.isRunning()) {
        node.kill();
      }
      TestNode.deleteTree(home);
    }
  }
}
