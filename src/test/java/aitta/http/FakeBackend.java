package aitta.http;

import aitta.api.ClusterReport;
import aitta.api.DeletionReport;
import aitta.api.ExplainReport;
import aitta.api.LocateReport;
import aitta.api.MovePlan;
import aitta.api.RepairReport;
import aitta.api.RingReport;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.Context;
import aitta.version.ContextTokens;
import aitta.version.Dot;
import aitta.version.HybridTime;
import aitta.version.Precondition;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.Version;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;

/** One replica in memory, with true versions, that does what it is told. */
final class FakeBackend implements Backend {
  static final long WRITER = Dot.FIRST_RANDOM + 7;

  final Map<Key, Siblings> state = new ConcurrentHashMap<>();
  final Map<String, BucketProperties> properties = new ConcurrentHashMap<>();
  final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  final Queue<String> repairs = new ConcurrentLinkedQueue<>();
  final Queue<String> memberChanges = new ConcurrentLinkedQueue<>();
  volatile Function<Request, CompletionStage<Outcome>> script;
  final Map<String, DeletionReport> deletions = new ConcurrentHashMap<>();
  final Queue<ListRequest> lists = new ConcurrentLinkedQueue<>();
  volatile Function<ListRequest, CompletionStage<ListOutcome>> listScript;
  final FakeAdministration administration = new FakeAdministration();
  volatile String notReady;
  private final ContextTokens tokens =
      new ContextTokens(List.of("sixteen bytes at least".getBytes(StandardCharsets.US_ASCII)));
  private long counter;
  private long lastTime;

  /** Back to an empty node that works. */
  synchronized void reset() {
    state.clear();
    properties.clear();
    requests.clear();
    repairs.clear();
    memberChanges.clear();
    lists.clear();
    deletions.clear();
    script = null;
    listScript = null;
    notReady = null;
    lastTime = 0;
  }

  /** A version by a node whose clock runs an hour ahead. */
  synchronized void writeFromTheFuture(Key key) {
    long time = HybridTime.ofMillis(System.currentTimeMillis() + 3_600_000);
    Version version =
        new Version(
            new Dot(WRITER, ++counter), time, false, false, 0, "text/plain", "", new byte[1]);
    state.put(key, Siblings.EMPTY.write(Context.EMPTY, version));
  }

  /** A read that found this value. */
  static Outcome valueOf(byte[] value) {
    Version version =
        new Version(new Dot(WRITER, 1), 1, false, false, 0, Version.DEFAULT_TYPE, "", value);
    return new Outcome.ReadDone(Siblings.EMPTY.write(Context.EMPTY, version), 2, 3);
  }

  @Override
  public CompletionStage<Outcome> submit(Request request) {
    requests.add(request);
    Function<Request, CompletionStage<Outcome>> told = script;
    return told != null ? told.apply(request) : CompletableFuture.completedFuture(done(request));
  }

  @Override
  public CompletionStage<Outcome> submit(Request request, Story story) {
    story.tell("asked", new NodeId("n2"));
    story.tell("answer of", new NodeId("n2"));
    return submit(request);
  }

  @Override
  public CompletionStage<ListOutcome> list(ListRequest request) {
    lists.add(request);
    Function<ListRequest, CompletionStage<ListOutcome>> told = listScript;
    return told != null ? told.apply(request) : CompletableFuture.completedFuture(listed(request));
  }

  /** What a listing of this state finds. */
  ListOutcome listed(ListRequest request) {
    TreeMap<String, ListEntry> found = new TreeMap<>();
    state.forEach(
        (key, siblings) -> {
          View view = View.of(siblings, request.latest(), System.currentTimeMillis());
          String row = key.bucket() + '\0' + new String(key.name(), StandardCharsets.ISO_8859_1);
          boolean isWanted = request.to().isEmpty() || row.compareTo(request.to()) < 0;
          if (view != View.Nothing.INSTANCE && isWanted && row.compareTo(request.from()) >= 0) {
            boolean buckets = request.show() == ListRequest.Show.BUCKETS;
            String name = buckets ? key.bucket() : row;
            found.put(name, entry(name, view, request.show()));
          }
        });
    List<ListEntry> all = List.copyOf(found.values());
    int shown = Math.min(request.limit(), all.size());
    String next = shown < all.size() ? all.get(shown).name() : null;
    return new ListOutcome.Page(all.subList(0, shown), next);
  }

  private static ListEntry entry(String name, View view, ListRequest.Show show) {
    if (show == ListRequest.Show.BUCKETS || show == ListRequest.Show.KEYS) {
      return new ListEntry(name, List.of(), List.of());
    }
    List<Version> versions =
        view instanceof View.One one ? List.of(one.version()) : ((View.Several) view).versions();
    return new ListEntry(
        name, versions, versions.stream().map(version -> (long) version.value().length).toList());
  }

  synchronized Outcome done(Request request) {
    Siblings now = state.getOrDefault(request.key(), Siblings.EMPTY);
    if (request instanceof Request.Write write) {
      View view = View.of(now, write.latest(), System.currentTimeMillis());
      if (write.precondition() != null && !write.precondition().holds(view)) {
        return new Outcome.PreconditionFailed(now);
      }
      return written(write, now);
    }
    return new Outcome.ReadDone(now, 2, 3);
  }

  private Outcome written(Request.Write write, Siblings now) {
    Context superseded = superseded(write, now);
    Dot dot = new Dot(WRITER, ++counter);
    lastTime = HybridTime.next(lastTime, System.currentTimeMillis());
    Request.Content content = write.content();
    Version version =
        content == null
            ? Version.tombstone(dot, lastTime, write.latest())
            : new Version(
                dot,
                lastTime,
                write.latest(),
                false,
                content.expiresAtMillis(),
                content.contentType(),
                content.contentEncoding(),
                content.value());
    Siblings after = now.write(superseded, version);
    state.put(write.key(), after);
    Seen seen = after.seenByWriterOf(dot, superseded);
    return new Outcome.WriteDone(after, dot, seen, 2, 3);
  }

  private static Context superseded(Request.Write write, Siblings now) {
    Precondition precondition = write.precondition();
    if (precondition == null && write.supersedes() instanceof Request.Supersedes.Exactly exactly) {
      return exactly.seen().context();
    }
    boolean nothing = write.supersedes() == Request.Supersedes.Nothing.INSTANCE;
    return nothing ? Context.EMPTY : now.context();
  }

  @Override
  public DeletionReport startDeletion(String bucket, String prefix, String to) {
    if (deletions.size() == 4) {
      return null;
    }
    String id = "n1." + deletions.size();
    DeletionReport report =
        new DeletionReport(
            id, bucket, prefix, DeletionReport.State.RUNNING, 0, "2026-11-22T10:00:00Z", null);
    deletions.put(id, report);
    return report;
  }

  @Override
  public CompletionStage<Reply<DeletionReport>> deletion(String id) {
    return given(deletions.get(id));
  }

  @Override
  public BucketProperties properties(String bucket) {
    return properties.getOrDefault(bucket, BucketProperties.DEFAULT);
  }

  @Override
  public CompletionStage<Reply<BucketProperties>> changeProperties(
      String bucket, UnaryOperator<BucketProperties> change) {
    BucketProperties changed = change.apply(properties(bucket));
    properties.put(bucket, changed);
    return CompletableFuture.completedFuture(new Reply.Given<>(changed));
  }

  @Override
  public ContextTokens tokens() {
    return tokens;
  }

  @Override
  public String notReadyBecause() {
    return notReady;
  }

  @Override
  public CompletionStage<Reply<ClusterReport>> cluster() {
    ClusterReport.Node node =
        new ClusterReport.Node(
            "n1",
            "127.0.0.1:7600",
            "127.0.0.1:8080",
            "default",
            1.0,
            ClusterReport.Status.UP,
            128,
            3,
            4,
            0,
            Map.of("n2", 17L),
            0,
            false,
            0);
    return given(new ClusterReport("n1", 3, 128, 7, List.of(node), List.of()));
  }

  @Override
  public CompletionStage<Reply<RingReport>> ring() {
    if (notReady != null) {
      return CompletableFuture.completedFuture(new Reply.NotReady<>(notReady));
    }
    RingReport.Range range =
        new RingReport.Range(17, "0".repeat(32), "f".repeat(32), List.of("n1"), List.of(), 4);
    return given(new RingReport(7, 3, List.of(range)));
  }

  @Override
  public CompletionStage<Reply<LocateReport>> locate(Key key) {
    String hash = key.token().toString();
    return given(new LocateReport(hash, key.range(128), List.of("n1"), List.of("n2")));
  }

  @Override
  public CompletionStage<Reply<MemberOutcome>> leave(String node, boolean force, boolean dryRun) {
    return change("leave " + node, force, dryRun);
  }

  @Override
  public CompletionStage<Reply<MemberOutcome>> remove(String node, boolean force, boolean dryRun) {
    return change("remove " + node, force, dryRun);
  }

  private CompletionStage<Reply<MemberOutcome>> change(String what, boolean force, boolean dryRun) {
    memberChanges.add(what + (force ? " by force" : "") + (dryRun ? ", dry" : ""));
    if (what.endsWith("nobody")) {
      return given(new MemberOutcome.Unknown("no node is named nobody"));
    }
    if (!force && what.endsWith("alive")) {
      return given(new MemberOutcome.Conflict("it is alive"));
    }
    return given(
        dryRun
            ? new MemberOutcome.Planned(
                new MovePlan(
                    List.of(new MovePlan.Move(3, "n1", "n2"), new MovePlan.Move(4, null, "n2"))))
            : MemberOutcome.Begun.INSTANCE);
  }

  @Override
  public int ranges() {
    return 128;
  }

  @Override
  public CompletionStage<Reply<Done>> repair(int range, boolean acceptLoss) {
    repairs.add(range + (acceptLoss ? " accept loss" : ""));
    return given(Done.getInstance());
  }

  @Override
  public CompletionStage<Reply<RepairReport>> repairs() {
    return given(
        new RepairReport(
            List.of(
                new RepairReport.Range(0, "2026-11-22T10:00:00Z", 7, 2, true),
                new RepairReport.Range(1, null, 0, 0, false))));
  }

  @Override
  public Administration administration() {
    return administration;
  }

  @Override
  public CompletionStage<Reply<ExplainReport>> explain(Key key, Duration timeout) {
    ExplainReport.HeldVersion version =
        new ExplainReport.HeldVersion(
            "a-1", false, "2026-11-22T10:00:00Z", timeout.toMillis(), "a:1");
    return given(
        new ExplainReport(
            key.encodedName(),
            key.range(128),
            List.of(
                new ExplainReport.Replica("n1", "owner", true, false, List.of(version)),
                new ExplainReport.Replica("n2", "stand-in", false, true, List.of()))));
  }

  private static <T> CompletionStage<Reply<T>> given(T report) {
    return CompletableFuture.completedFuture(new Reply.Given<>(report));
  }
}
