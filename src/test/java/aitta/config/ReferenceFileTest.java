package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code conf/aitta.conf} against what is read from it. */
class ReferenceFileTest {
  private final Config packed = Layers.packed();

  @Test
  void everySettingInTheFileIsReadAndEverySettingReadIsInTheFile() {
    Set<String> read =
        Settings.load(Optional.empty(), Map.of()).sources().values().stream()
            .map(Sources.Value::key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(read).isEqualTo(Layers.keys(packed.resolve()));
  }

  @Test
  void everySettingHasAComment() {
    for (String key : Layers.keys(packed.resolve())) {
      assertThat(comment(key)).as("comment of %s", key).hasSizeGreaterThan(40);
    }
  }

  @Test
  void everyVariableIsNamedBesideItsSettingAndNowhereElse() {
    for (String key : Layers.keys(packed.resolve())) {
      Set<String> named =
          Pattern.compile("AITTA_[A-Z_]+")
              .matcher(comment(key))
              .results()
              .map(result -> result.group())
              .collect(Collectors.toSet());
      Set<String> overriding =
          Arrays.stream(EnvironmentVariable.values())
              .filter(variable -> variable.setting().equals(key))
              .map(Enum::name)
              .collect(Collectors.toSet());
      assertThat(named).as("variables of %s", key).isEqualTo(overriding);
    }
  }

  private String comment(String key) {
    // Not resolved: a resolved reference has the comment of what it refers to.
    ConfigValue value = packed.root();
    for (String step : ConfigUtil.splitPath(key)) {
      value = ((ConfigObject) value).get(step);
    }
    return String.join("\n", value.origin().comments());
  }
}
