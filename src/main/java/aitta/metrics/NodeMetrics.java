package aitta.metrics;

import aitta.credentials.Credentials;
import aitta.http.RequestKind;
import aitta.http.Telemetry;
import aitta.request.Outcome;
import aitta.request.Request;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All metrics of a process. Outlives its actor systems, so that counters go on; for any thread. */
public final class NodeMetrics implements Telemetry, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final RequestMeters requests = new RequestMeters(registry);
  private final Duration slowRequest;
  private volatile Supplier<NodeFigures> figures = () -> NodeFigures.NONE;
  private volatile Executor executor = Runnable::run;

  /**
   * @param slowRequest what takes so long is logged
   * @param credentials that the process goes by
   */
  public NodeMetrics(Duration slowRequest, Credentials credentials) {
    this.slowRequest = slowRequest;
    Gauge.builder("aitta.security.stale.files", credentials, Credentials::staleFiles)
        .description("Files of credentials that have changed and can't be taken in")
        .register(registry);
    Gauge.builder(
            "aitta.security.certificate.expiry.seconds",
            credentials,
            Credentials::certificateSeconds)
        .description("Until this node's certificate expires")
        .strongReference(true)
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gc.bindTo(registry);
    registry.getPrometheusRegistry().register(new FigureCollector(() -> figures.get()));
  }

  /**
   * From now on the figures come from there.
   *
   * @param readOn where they are read: it takes some milliseconds, and may wait for the disk
   */
  public void observe(Supplier<NodeFigures> source, Executor readOn) {
    figures = source;
    executor = readOn;
  }

  /** A client's request has come to its end. */
  public void ended(Request request, Outcome outcome) {
    requests.ended(request, outcome);
  }

  @Override
  public void answered(RequestKind kind, int status, long nanos) {
    requests.answered(kind, status, nanos);
  }

  @Override
  public CompletionStage<String> text() {
    return CompletableFuture.supplyAsync(registry::scrape, executor);
  }

  @Override
  public Duration slowRequest() {
    return slowRequest;
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
