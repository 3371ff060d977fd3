package aitta.node;

import aitta.config.Settings;
import aitta.credentials.AuditLog;
import aitta.credentials.Credentials;
import aitta.http.Protection;
import aitta.membership.DataDirectory;
import aitta.metrics.NodeMetrics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;

/**
 * What a node is made of beside its membership.
 *
 * @param front the HTTP server: started first, and answers {@code not-ready} until the node is
 * @param dataPlane replicas, coordinators, hints: started once this node has a ring and has joined
 *     its cluster; then the node is ready
 * @param peers how connections between nodes are encrypted; empty where they are not
 */
public record Parts(
    BiFunction<Settings, DataDirectory, Part> front,
    BiFunction<Settings, DataDirectory, Part> dataPlane,
    Optional<SSLEngineProvider> peers) {

  /** Those of a whole node that everybody may use. */
  public static Parts all() {
    return all(Credentials.NONE);
  }

  /**
   * Those of a whole node.
   *
   * @param credentials opened; whoever opened them closes them
   */
  public static Parts all(Credentials credentials) {
    Protection protection =
        new Protection(credentials.tokens(), credentials.https(), new AuditLog());
    AtomicReference<DataPlane> made = new AtomicReference<>();
    AtomicReference<NodeMetrics> kept = new AtomicReference<>();
    return new Parts(
        (settings, directory) -> {
          kept.compareAndSet(null, new NodeMetrics(settings.log().slowRequest(), credentials));
          return new HttpFront(settings, made::get, kept.get(), protection);
        },
        (settings, directory) -> {
          DataPlane dataPlane = new DataPlane(settings, directory);
          made.set(dataPlane);
          return dataPlane;
        },
        credentials.peers());
  }
}
