package aitta.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Pekko's check of a node that joins: the same {@link Compat}, or it stays out. Probes find out the
 * same earlier and tell the reason; this is what holds when a probe was lost.
 */
public final class ConfigCheck extends JoinConfigCompatChecker {
  @Override
  public Seq<String> requiredKeys() {
    return toScala(Compat.PATHS);
  }

  @Override
  public ConfigValidation check(Config joining, Config here) {
    try {
      List<String> refusals = Compat.of(here).refusals(Compat.of(joining));
      return refusals.isEmpty() ? Valid.getInstance() : new Invalid(toScala(refusals));
    } catch (ConfigException e) {
      return new Invalid(
          toScala(List.of("it does not say what it is made for: " + e.getMessage())));
    }
  }

  private static Seq<String> toScala(List<String> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
