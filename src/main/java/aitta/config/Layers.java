package aitta.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Environment over file over packed defaults, as one resolved tree. Substitutions are resolved
 * last, so that a default which refers to another setting follows it, wherever that one was set.
 */
final class Layers {
  /** Packed from {@code conf/aitta.conf}. */
  private static final String PACKED = "aitta.conf";

  private static final String OWN_ROOT = "aitta";
  private static final String PEKKO_ROOT = "pekko";

  private Layers() {}

  /** The defaults alone, with their comments. */
  static Config packed() {
    return ConfigFactory.parseResources(
        Layers.class.getClassLoader(),
        PACKED,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /**
   * @throws InvalidSettingException if the file cannot be read or names what is no setting
   */
  static Config merge(Optional<Path> file, Map<String, String> environment) {
    Config packed = packed();
    Config given = file.map(Layers::parse).orElse(ConfigFactory.empty());
    try {
      Config merged = variables(environment).withFallback(given).withFallback(packed).resolve();
      refuseUnknown(merged, packed.resolve());
      return merged;
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new InvalidSettingException(
          "--config",
          file.orElse(Path.of(PACKED)),
          "refers to what is not there: " + e.getMessage());
    }
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidSettingException("--config", file, "there is no such file");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(),
          ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF));
    } catch (ConfigException e) {
      throw new InvalidSettingException("--config", file, "cannot be read: " + e.getMessage());
    }
  }

  private static Config variables(Map<String, String> environment) {
    Config config = ConfigFactory.empty();
    for (EnvironmentVariable variable : EnvironmentVariable.values()) {
      Optional<String> value = variable.in(environment);
      if (value.isPresent()) {
        config =
            config.withValue(
                variable.setting(), ConfigValueFactory.fromAnyRef(value.get(), variable.name()));
      }
    }
    return config;
  }

  private static void refuseUnknown(Config merged, Config packed) {
    Set<String> known = keys(packed);
    for (String root : merged.root().keySet()) {
      if (!root.equals(OWN_ROOT) && !root.equals(PEKKO_ROOT)) {
        refuse(merged, firstKeyUnder(merged, root), known);
      }
    }
    for (String key : keys(merged)) {
      if (!known.contains(key)) {
        refuse(merged, key, known);
      }
    }
  }

  private static void refuse(Config merged, String key, Set<String> known) {
    Object value = merged.hasPath(key) ? merged.getValue(key).unwrapped() : "";
    String wanted = "is no setting" + NearestName.hint(key, known);
    InvalidSettingException invalid = new InvalidSettingException(key, value, wanted);
    throw merged.hasPath(key) ? invalid.from(Origin.of(merged.getValue(key).origin())) : invalid;
  }

  private static String firstKeyUnder(Config merged, String root) {
    String path = ConfigUtil.joinPath(root);
    return merged.withOnlyPath(path).entrySet().stream()
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(path);
  }

  /** The full paths of all settings of {@code config} under {@code aitta}. */
  static Set<String> keys(Config config) {
    return config.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.equals(OWN_ROOT) || key.startsWith(OWN_ROOT + "."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is said under {@code pekko}, with that root kept; empty if nothing. */
  static Config pekko(Config merged) {
    return merged.hasPath(PEKKO_ROOT) ? merged.withOnlyPath(PEKKO_ROOT) : ConfigFactory.empty();
  }
}
