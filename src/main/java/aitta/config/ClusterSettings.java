package aitta.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the node meets its peers.
 *
 * @param name nodes of clusters with another name are refused
 * @param host at which peers and clients reach the node; a name or an address, IPv6 without
 *     brackets
 * @param bind to listen on, in the same form; may be a wildcard
 * @param port for the peers
 * @param seeds distinct, in the order given; never empty, the node itself if none were named
 * @param initialNodes members that a fresh cluster waits for before it makes its ring
 * @param fallbackPorts tried when the configured port cannot be used to rejoin; empty: any free
 *     port
 * @param joinTimeout for a join on the configured port, before a fallback port is tried
 */
public record ClusterSettings(
    String name,
    String host,
    String bind,
    int port,
    List<HostPort> seeds,
    int initialNodes,
    Optional<PortRange> fallbackPorts,
    Duration joinTimeout) {

  private static final String AUTO = "auto";
  private static final String ANY = "any";

  public ClusterSettings {
    Check.name("aitta.cluster.name", name);
    checkHost("aitta.cluster.host", host);
    Check.that(
        !HostPort.isWildcard(host),
        "aitta.cluster.host",
        host,
        "must be an address at which others reach this node; to listen on all addresses set"
            + " aitta.cluster.bind (AITTA_BIND) to "
            + host);
    checkHost("aitta.cluster.bind", bind);
    Check.port("aitta.cluster.port", port);
    seeds = seeds.stream().distinct().toList();
    for (HostPort seed : seeds) {
      Check.that(
          !HostPort.isWildcard(seed.host()),
          "aitta.cluster.seeds",
          seed,
          "must be an address at which this node reaches the seed");
    }
    Check.that(!seeds.isEmpty(), "aitta.cluster.seeds", "", "must name at least one seed");
    Check.within("aitta.cluster.initial-nodes", initialNodes, 1, 1000);
    Check.duration("aitta.cluster.join-timeout", joinTimeout, "1s", "60s");
  }

  /** Where peers reach this node, as long as it is on its configured port. */
  public HostPort address() {
    return new HostPort(host, port);
  }

  static ClusterSettings read(SettingReader reader) {
    String host = host(reader.text("aitta.cluster.host"));
    checkHost("aitta.cluster.host", host);
    int port = reader.integer("aitta.cluster.port");
    Check.port("aitta.cluster.port", port);
    List<HostPort> seeds = seeds(reader, new HostPort(host, port));
    return new ClusterSettings(
        reader.text("aitta.cluster.name"),
        host,
        host(reader.text("aitta.cluster.bind")),
        port,
        seeds,
        reader.text("aitta.cluster.initial-nodes").equals(AUTO)
            ? seeds.size()
            : reader.integer("aitta.cluster.initial-nodes"),
        reader.text("aitta.cluster.fallback-ports").equals(ANY)
            ? Optional.empty()
            : Optional.of(reader.as("aitta.cluster.fallback-ports", PortRange::parse)),
        reader.duration("aitta.cluster.join-timeout"));
  }

  private static List<HostPort> seeds(SettingReader reader, HostPort itself) {
    List<HostPort> seeds = new ArrayList<>();
    for (String word : reader.words("aitta.cluster.seeds")) {
      try {
        seeds.add(HostPort.parse(word));
      } catch (IllegalArgumentException e) {
        throw new InvalidSettingException("aitta.cluster.seeds", word, e.getMessage());
      }
    }
    return seeds.isEmpty() ? List.of(itself) : seeds.stream().distinct().toList();
  }

  private static String host(String text) {
    return HostPort.withoutBrackets(text.toLowerCase(Locale.ROOT));
  }

  private static void checkHost(String setting, String host) {
    Check.that(
        HostPort.isWildcard(host) || HostPort.isHost(host),
        setting,
        host,
        "must be a host name or an address, without a port");
  }
}
