package aitta.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One metric that is read from a {@link NodeFigures}.
 *
 * @param label empty where there is one series alone
 * @param values by the label's value; null where the part that has them is not there
 */
record Row(
    String name,
    boolean counter,
    String help,
    String label,
    Function<NodeFigures, Map<String, Double>> values) {

  static <T> Row gauge(
      String name, String help, Function<NodeFigures, T> part, ToDoubleFunction<T> value) {
    return new Row(name, false, help, "", single(part, value));
  }

  static <T> Row counter(
      String name, String help, Function<NodeFigures, T> part, ToDoubleFunction<T> value) {
    return new Row(name, true, help, "", single(part, value));
  }

  static Row gauges(
      String name, String help, String label, Function<NodeFigures, Map<String, Long>> values) {
    return new Row(name, false, help, label, figures -> doubles(values.apply(figures)));
  }

  static Row counters(
      String name, String help, String label, Function<NodeFigures, Map<String, Long>> values) {
    return new Row(name, true, help, label, figures -> doubles(values.apply(figures)));
  }

  private static <T> Function<NodeFigures, Map<String, Double>> single(
      Function<NodeFigures, T> part, ToDoubleFunction<T> value) {
    return figures -> {
      T found = part.apply(figures);
      return found == null ? null : Map.of("", value.applyAsDouble(found));
    };
  }

  private static Map<String, Double> doubles(Map<String, Long> values) {
    if (values == null) {
      return null;
    }
    Map<String, Double> doubles = new TreeMap<>();
    values.forEach((key, value) -> doubles.put(key, value.doubleValue()));
    return doubles;
  }

  /** Null where there is nothing to be shown. */
  MetricSnapshot snapshot(NodeFigures figures) {
    Map<String, Double> found = values.apply(figures);
    if (found == null) {
      return null;
    }
    if (counter) {
      CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
      found.forEach(
          (key, value) ->
              builder.dataPoint(
                  CounterDataPointSnapshot.builder().labels(labels(key)).value(value).build()));
      return builder.build();
    }
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
    found.forEach(
        (key, value) ->
            builder.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels(key)).value(value).build()));
    return builder.build();
  }

  private Labels labels(String value) {
    return label.isEmpty() ? Labels.EMPTY : Labels.of(label, value);
  }
}
