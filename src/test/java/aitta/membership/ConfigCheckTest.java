package aitta.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.Valid;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class ConfigCheckTest {
  private final ConfigCheck check = new ConfigCheck();
  private final Config here = Compat.of("test", 128, 3).toConfig();

  @Test
  void equalNodesMayJoin() {
    assertThat(check.check(Compat.of("test", 128, 3).toConfig(), here))
        .isEqualTo(Valid.getInstance());
    assertThat(CollectionConverters.asJava(check.requiredKeys()))
        .containsExactlyInAnyOrderElementsOf(
            here.entrySet().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void everyDifferenceIsNamedWithBothValues() {
    ConfigValidation verdict = check.check(Compat.of("other", 256, 2).toConfig(), here);
    assertThat(CollectionConverters.asJava(((Invalid) verdict).errorMessages()))
        .hasSize(3)
        .anySatisfy(reason -> assertThat(reason).contains("AITTA_CLUSTER", "test", "other"))
        .anySatisfy(reason -> assertThat(reason).contains("AITTA_RANGES", "128", "256"))
        .anySatisfy(reason -> assertThat(reason).contains("AITTA_REPLICAS", "3", "2"));
  }

  @Test
  void aNodeOfAnotherBuildIsRefusedThatPlacesKeysOrTalksInAnotherWay() {
    Compat other = new Compat("test", 128, 3, "sha1-160", Compat.WIRE + 1);
    ConfigValidation verdict = check.check(other.toConfig(), here);
    assertThat(CollectionConverters.asJava(((Invalid) verdict).errorMessages()))
        .hasSize(2)
        .anySatisfy(reason -> assertThat(reason).contains("hash", Compat.HASH, "sha1-160"))
        .anySatisfy(reason -> assertThat(reason).contains("version of messages", "1", "2"));
  }

  @Test
  void aNodeThatDoesNotSayIsRefused() {
    assertThat(check.check(ConfigFactory.empty(), here)).isInstanceOf(Invalid.class);
  }
}
