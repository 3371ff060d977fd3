package aitta.metrics;

import aitta.http.RequestKind;
import aitta.request.Outcome;
import aitta.request.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is counted with each request. A meter is made when its kind and status are first seen, and
 * found by an index from then on.
 */
final class RequestMeters {
  private static final Duration[] LATENCIES = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
  };
  private static final double[] SIBLINGS = {1, 2, 3, 5, 10, 20, 50, 100};
  private static final double[] SIZES = {
    100, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20
  };
  private static final int FIRST_STATUS = 100;
  private static final int STATUSES = 500;

  /** What rounds end with, in the order of {@link #indexOf}. */
  private static final List<String> OUTCOMES =
      List.of("done", "quorum_not_met", "precondition_failed", "refused", "failed");

  private static final List<String> ROUNDS = List.of("read", "write", "conditional");

  private final MeterRegistry registry;
  private final AtomicReferenceArray<Timer> timers =
      new AtomicReferenceArray<>(RequestKind.values().length * STATUSES);
  private final Counter[][] rounds = new Counter[ROUNDS.size()][OUTCOMES.size()];
  private final DistributionSummary siblings;
  private final DistributionSummary readBytes;
  private final DistributionSummary writtenBytes;
  private final Counter tombstones;

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
    for (int i = 0; i < ROUNDS.size(); i++) {
      for (int j = 0; j < OUTCOMES.size(); j++) {
        rounds[i][j] =
            Counter.builder("aitta.coordinator.rounds")
                .description("Rounds that this node was asked for by clients")
                .tag("kind", ROUNDS.get(i))
                .tag("outcome", OUTCOMES.get(j))
                .register(registry);
      }
    }
    siblings =
        DistributionSummary.builder("aitta.coordinator.siblings")
            .description("Versions of a key that a read found")
            .serviceLevelObjectives(SIBLINGS)
            .register(registry);
    readBytes = sizes("read");
    writtenBytes = sizes("write");
    tombstones =
        Counter.builder("aitta.coordinator.tombstones.read")
            .description("Reads that found a tombstone")
            .register(registry);
    answered(RequestKind.READ, 200); // so that the metric is there before the first request
  }

  private DistributionSummary sizes(String kind) {
    return DistributionSummary.builder("aitta.coordinator.object.size")
        .description("Values read and written")
        .baseUnit("bytes")
        .tag("kind", kind)
        .serviceLevelObjectives(SIZES)
        .register(registry);
  }

  void answered(RequestKind kind, int status, long nanos) {
    answered(kind, status).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer answered(RequestKind kind, int status) {
    int bounded = Math.max(0, Math.min(status - FIRST_STATUS, STATUSES - 1));
    int index = kind.ordinal() * STATUSES + bounded;
    Timer timer = timers.get(index);
    if (timer == null) {
      timer =
          Timer.builder("aitta.http.requests")
              .description("From a request's head to its answer")
              .tag("kind", kind.label())
              .tag("status", String.format(Locale.ROOT, "%d", bounded + FIRST_STATUS))
              .serviceLevelObjectives(LATENCIES)
              .register(registry); // the same one, where two threads come here at once
      timers.set(index, timer);
    }
    return timer;
  }

  void ended(Request request, Outcome outcome) {
    rounds[indexOf(request)][indexOf(outcome)].increment();
    if (outcome instanceof Outcome.ReadDone read) {
      int versions = read.siblings().versions().size();
      if (versions > 0) {
        siblings.record(versions);
        readBytes.record(read.siblings().valueBytes());
        if (read.siblings().versions().stream().anyMatch(version -> version.deleted())) {
          tombstones.increment();
        }
      }
    } else if (outcome instanceof Outcome.WriteDone
        && request instanceof Request.Write write
        && write.content() != null) {
      writtenBytes.record(write.content().value().length);
    }
  }

  private static int indexOf(Request request) {
    if (request instanceof Request.Write write) {
      return write.precondition() == null ? 1 : 2;
    }
    return 0;
  }

  private static int indexOf(Outcome outcome) {
    if (outcome instanceof Outcome.ReadDone || outcome instanceof Outcome.WriteDone) {
      return 0;
    }
    if (outcome instanceof Outcome.QuorumNotMet) {
      return 1;
    }
    if (outcome instanceof Outcome.PreconditionFailed) {
      return 2;
    }
    return outcome instanceof Outcome.Failed ? 4 : 3;
  }
}
