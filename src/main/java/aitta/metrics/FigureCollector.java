package aitta.metrics;

import aitta.journal.JournalFigures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/** Shows what a {@link NodeFigures} says, taken once for all metrics of one answer. */
final class FigureCollector implements MultiCollector {
  private static final List<Row> ROWS = Rows.all();

  private final Supplier<NodeFigures> figures;

  FigureCollector(Supplier<NodeFigures> figures) {
    this.figures = figures;
  }

  @Override
  public MetricSnapshots collect() {
    NodeFigures now = figures.get();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (Row row : ROWS) {
      MetricSnapshot snapshot = row.snapshot(now);
      if (snapshot != null) {
        all.metricSnapshot(snapshot);
      }
    }
    if (now.journal() != null) {
      all.metricSnapshot(fsyncs(now.journal().fsyncs()));
    }
    return all.build();
  }

  private static HistogramSnapshot fsyncs(JournalFigures.Fsyncs fsyncs) {
    double[] bounds = new double[fsyncs.counts().length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] =
          i < fsyncs.boundsNanos().length
              ? fsyncs.boundsNanos()[i] / 1e9
              : Double.POSITIVE_INFINITY;
    }
    return HistogramSnapshot.builder()
        .name("aitta_journal_fsync_seconds")
        .help("How long forcing a group to disk took")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, fsyncs.counts()))
                .sum(fsyncs.sumNanos() / 1e9)
                .build())
        .build();
  }
}
