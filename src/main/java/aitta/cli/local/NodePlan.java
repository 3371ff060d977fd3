package aitta.cli.local;

import java.net.URI;
import java.nio.file.Path;

/**
 * One node of a local cluster.
 *
 * @param peerPort of the Artery transport
 * @param data absolute
 * @param encrypted whether it speaks https
 */
public record NodePlan(String id, int peerPort, int httpPort, Path data, boolean encrypted) {
  static final String HOST = "127.0.0.1";

  NodePlan(String id, int peerPort, int httpPort, Path data) {
    this(id, peerPort, httpPort, data, false);
  }

  /** What it logs; warnings and worse go to the console, too. */
  public Path logFile() {
    return data.resolve("node.log");
  }

  /** Where clients reach it, without a slash at the end. */
  public URI http() {
    return URI.create((encrypted ? "https://" : "http://") + HOST + ":" + httpPort);
  }

  String peerAddress() {
    return HOST + ":" + peerPort;
  }
}
