package aitta.listing;

import aitta.api.DeletionReport;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deletions that this node has begun: some at once, and for a while those that have ended. They
 * live with the node's process; one that a stop has interrupted is begun anew by its client, and
 * finds what is left. Safe for use by many threads.
 */
public final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final int MAX_RUNNING = 4;
  private static final int MAX_KEPT = 100;
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private record Job(
      String id, String bucket, String prefix, Instant started, Deletion deletion, End end) {}

  private static final class End {
    private volatile DeletionReport.State state = DeletionReport.State.RUNNING;
    private volatile String detail;
  }

  private final Deletion.Tools tools;
  private final Map<String, Job> jobs = new LinkedHashMap<>(); // guarded by itself; oldest first

  public Deletions(
      Function<ListRequest, CompletionStage<ListOutcome>> pages,
      Function<Request, CompletionStage<Outcome>> submit,
      Function<String, BucketProperties> properties) {
    tools = new Deletion.Tools(pages, submit, properties, RETRY_AFTER, PATIENCE);
  }

  /**
   * Begins one.
   *
   * @param prefix of the keys, a character for each byte
   * @param to first row behind them
   * @return null where as many as allowed are at work already
   */
  public DeletionReport start(NodeId self, String bucket, String prefix, String to) {
    Deletion deletion = new Deletion(tools, bucket, bucket + '\0' + prefix, to);
    String id = self + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Job job = new Job(id, bucket, prefix, Instant.now(), deletion, new End());
    synchronized (jobs) {
      long running = jobs.values().stream().filter(Deletions::isRunning).count();
      if (running >= MAX_RUNNING) {
        return null;
      }
      forgetOldest();
      jobs.put(id, job);
    }
    deletion.run().whenComplete((done, failure) -> ended(job, failure));
    return report(id);
  }

  private static boolean isRunning(Job job) {
    return job.end().state == DeletionReport.State.RUNNING;
  }

  private void forgetOldest() {
    Iterator<Job> oldest = jobs.values().iterator();
    while (jobs.size() >= MAX_KEPT && oldest.hasNext()) {
      if (!isRunning(oldest.next())) {
        oldest.remove();
      }
    }
  }

  private static void ended(Job job, Throwable failure) {
    if (failure == null) {
      job.end().state = DeletionReport.State.DONE;
      LOG.info("deletion {} is done: {} keys", job.id(), job.deletion().deleted());
    } else {
      job.end().detail = failure.getMessage();
      job.end().state = DeletionReport.State.FAILED;
      LOG.error("deletion {} has failed", job.id(), failure);
    }
  }

  /** How far it is; null where this node has begun none of that name. */
  public DeletionReport report(String id) {
    Job job;
    synchronized (jobs) {
      job = jobs.get(id);
    }
    if (job == null) {
      return null;
    }
    DeletionReport.State state = job.end().state;
    boolean running = state == DeletionReport.State.RUNNING;
    String prefix =
        job.prefix().isEmpty()
            ? ""
            : new Key("b", job.prefix().getBytes(StandardCharsets.ISO_8859_1)).encodedName();
    return new DeletionReport(
        id,
        job.bucket(),
        prefix,
        state,
        job.deletion().deleted(),
        job.started().toString(),
        running ? job.deletion().holdup() : job.end().detail);
  }

  /** The node that has begun it; null where the text is no name of a deletion. */
  public static NodeId nodeOf(String id) {
    int dot = id.lastIndexOf('.');
    try {
      return dot < 1 ? null : new NodeId(id.substring(0, dot));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
