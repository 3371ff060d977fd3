package aitta.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The environment variables that override a setting, and those with another purpose. */
public enum EnvironmentVariable {
  AITTA_NODE_ID("aitta.node.id"),
  AITTA_ZONE("aitta.node.zone"),
  AITTA_WEIGHT("aitta.node.weight"),
  AITTA_DATA_DIR("aitta.node.data-dir"),
  AITTA_CLUSTER("aitta.cluster.name"),
  AITTA_HOST("aitta.cluster.host"),
  AITTA_BIND("aitta.cluster.bind"),
  AITTA_PORT("aitta.cluster.port"),
  AITTA_SEEDS("aitta.cluster.seeds"),
  AITTA_INITIAL_NODES("aitta.cluster.initial-nodes"),
  AITTA_FALLBACK_PORTS("aitta.cluster.fallback-ports"),
  AITTA_RANGES("aitta.ring.ranges"),
  AITTA_REPLICAS("aitta.ring.replicas"),
  AITTA_HTTP_PORT("aitta.http.port"),
  AITTA_DURABILITY("aitta.storage.durability"),
  AITTA_HINT_MAX_AGE("aitta.hint.max-age"),
  AITTA_REPAIR_INTERVAL("aitta.repair.interval"),
  AITTA_TOMBSTONE_GRACE("aitta.tombstone.grace"),
  AITTA_BACKUP_DIR("aitta.backup.dir"),
  AITTA_INSECURE("aitta.security.insecure"),
  AITTA_TOKENS_FILE("aitta.security.tokens-file"),
  AITTA_TLS_CERT("aitta.security.tls-cert"),
  AITTA_TLS_KEY("aitta.security.tls-key"),
  AITTA_TLS_CA("aitta.security.tls-ca"),
  AITTA_LOG_LEVEL("aitta.log.level"),
  AITTA_LOG_FILE("aitta.log.file");

  private static final String PREFIX = "AITTA_";

  // AITTA_TOKEN is for clients, which may share an environment with a node.
  private static final Set<String> NOT_SETTINGS = Set.of("AITTA_TOKEN");

  private final String setting;

  EnvironmentVariable(String setting) {
    this.setting = setting;
  }

  /** The key that it overrides. */
  public String setting() {
    return setting;
  }

  /** Its value with surrounding blanks removed; a blank one counts as unset. */
  Optional<String> in(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name()))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }

  static boolean isVariable(String name) {
    return Arrays.stream(values()).anyMatch(variable -> variable.name().equals(name));
  }

  /** A line for each variable that looks like ours and has no effect. */
  static List<String> unknownIn(Map<String, String> environment) {
    Set<String> known = Arrays.stream(values()).map(Enum::name).collect(Collectors.toSet());
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !known.contains(name) && !NOT_SETTINGS.contains(name))
        .sorted()
        .map(name -> "environment variable " + name + " has no effect" + hint(name))
        .toList();
  }

  private static String hint(String name) {
    // Compared without the prefix, which would make all of them look alike.
    List<String> known =
        Arrays.stream(values()).map(v -> v.name().substring(PREFIX.length())).toList();
    return NearestName.nearest(name.substring(PREFIX.length()), known)
        .map(near -> "; did you mean " + PREFIX + near + "?")
        .orElse("");
  }
}
