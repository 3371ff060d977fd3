package aitta.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was said, where.
 *
 * @param values each setting by its key, in the order of the records
 * @param pekko what the file says under {@code pekko}, that root kept: to be laid over the node's
 *     own configuration of Pekko; empty if nothing
 * @param warnings a line for each environment variable that looks like ours and has no effect
 */
public record Sources(List<Value> values, Config pekko, List<String> warnings) {
  /** A setting as it was written; {@code from} is empty for a default. */
  public record Value(String key, String text, String from) {}

  public Sources {
    values = List.copyOf(values);
    warnings = List.copyOf(warnings);
  }

  static Sources of(SettingReader reader, Config merged, Map<String, String> environment) {
    List<Value> values =
        reader.keys().stream()
            .map(key -> new Value(key, text(merged.getValue(key)), reader.origin(key).name()))
            .toList();
    return new Sources(values, Layers.pekko(merged), EnvironmentVariable.unknownIn(environment));
  }

  private static String text(ConfigValue value) {
    return value instanceof ConfigList list
        ? list.stream().map(Sources::text).collect(Collectors.joining(","))
        : value.atKey("it").getString("it");
  }

  String describe() {
    Map<String, StringBuilder> groups = new LinkedHashMap<>();
    for (Value value : values) {
      String[] path = value.key().split("\\.", 3);
      StringBuilder line =
          groups.computeIfAbsent(path[1], group -> new StringBuilder(path[0] + "." + group + ":"));
      line.append(' ').append(path[2]).append('=').append(value.text());
      if (!value.from().isEmpty()) {
        line.append(" (").append(value.from()).append(')');
      }
    }
    StringBuilder all = new StringBuilder(String.join("\n", groups.values()));
    if (!pekko.isEmpty()) {
      all.append("\npekko: ")
          .append(pekko.root().get("pekko").render(ConfigRenderOptions.concise()));
    }
    warnings.forEach(warning -> all.append('\n').append(warning));
    return all.toString();
  }
}
