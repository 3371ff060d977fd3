package aitta.tuning;

import aitta.config.Settings;
import aitta.config.Sizes;
import java.util.Map;
import java.util.TreeMap;

/** The values that hold on this node now, for any thread: reading one costs a volatile read. */
public final class Tuning {
  /** Told of all values, whenever some have changed. */
  public interface Listener {
    void changed(Map<String, String> values);
  }

  private final Map<String, String> own;
  private final Listener listener;
  private volatile Map<String, String> values;

  /**
   * @param listener told at once what holds at first
   */
  public Tuning(Settings settings, Listener listener) {
    this.own = Tunable.of(settings);
    this.listener = listener;
    this.values = Map.copyOf(own);
  }

  /** By name; levels of single loggers only where they were set. */
  public Map<String, String> values() {
    return new TreeMap<>(values);
  }

  /**
   * @param said what holds over this node's own
   */
  void publish(Map<String, String> said) {
    Map<String, String> all = new TreeMap<>(own);
    all.putAll(said);
    if (!all.equals(values)) {
      values = Map.copyOf(all);
      listener.changed(all);
    }
  }

  public long bytesPerSecond(Tunable rate) {
    return Sizes.parse(values.get(rate.key()));
  }

  public int number(Tunable setting) {
    return Integer.parseInt(values.get(setting.key()));
  }
}
