package aitta.node;

import aitta.config.Settings;
import aitta.membership.Compat;
import aitta.membership.Facts;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of an actor system: what the operator said, the node's settings, pekko.conf.
 */
final class SystemConfig {
  private static final int FRAME_BYTES = 256 * 1024;

  /** More than a range takes in the encoded ring, which travels as one message. */
  private static final int RING_BYTES_PER_RANGE = 24;

  private SystemConfig() {}

  /**
   * @param port to listen on for peers; 0 for any that is free
   */
  static Config of(Settings settings, Facts facts, int port, Map<String, Object> parts) {
    String bind = settings.cluster().bind();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put(
        "pekko.remote.artery.transport", settings.security().tls().isPresent() ? "tls-tcp" : "tcp");
    own.put("pekko.remote.artery.canonical.hostname", inUri(settings.cluster().host()));
    own.put("pekko.remote.artery.canonical.port", port);
    own.put("pekko.remote.artery.bind.hostname", inUri(bind));
    own.put(
        "pekko.remote.artery.advanced.maximum-frame-size",
        Math.max(FRAME_BYTES, settings.ring().ranges() * RING_BYTES_PER_RANGE) + "b");
    own.put("pekko.cluster.roles", List.copyOf(facts.toRoles()));
    Config compat =
        Compat.of(settings.cluster().name(), settings.ring().ranges(), settings.ring().replicas())
            .toConfig();
    return settings
        .sources()
        .pekko()
        .withFallback(ConfigFactory.parseMap(own, "settings of the node"))
        .withFallback(ConfigFactory.parseMap(parts, "settings of the node's parts"))
        .withFallback(compat)
        .withFallback(ConfigFactory.parseResources("pekko.conf"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  private static String inUri(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
