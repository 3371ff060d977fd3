package aitta.node;

import aitta.api.ClusterReport;
import aitta.api.DeletionReport;
import aitta.api.ExplainReport;
import aitta.api.LocateReport;
import aitta.api.RepairReport;
import aitta.api.RingReport;
import aitta.bucket.BucketProperties;
import aitta.config.Settings;
import aitta.coordinator.Explanation;
import aitta.coordinator.Route;
import aitta.http.Administration;
import aitta.http.Backend;
import aitta.http.EdgeSettings;
import aitta.http.HttpEdge;
import aitta.http.MemberOutcome;
import aitta.http.Protection;
import aitta.http.Reply;
import aitta.membership.ClusterView;
import aitta.membership.Readiness;
import aitta.metrics.NodeMetrics;
import aitta.model.Key;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.ContextTokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The HTTP server of a node, and what it needs of the other parts. */
public final class HttpFront implements Part, Backend {
  private static final Duration STOPS = Duration.ofMillis(3500);

  private record Tokens(List<byte[]> secrets, ContextTokens codec) {}

  private final Settings settings;
  private final Supplier<DataPlane> dataPlane;
  private final NodeMetrics metrics;
  private final Protection protection;
  private NodeContext context;
  private volatile HttpEdge edge;
  private volatile MemberAdmin members;
  private volatile Tokens tokens;

  /**
   * @param dataPlane null before it was made
   */
  public HttpFront(
      Settings settings,
      Supplier<DataPlane> dataPlane,
      NodeMetrics metrics,
      Protection protection) {
    this.settings = settings;
    this.dataPlane = dataPlane;
    this.metrics = metrics;
    this.protection = protection;
  }

  @Override
  public CompletionStage<Done> start(ActorContext<?> guardian, NodeContext node) {
    context = node;
    EdgeSettings edgeSettings =
        new EdgeSettings(
            settings.cluster().bind(),
            settings.http().port(),
            settings.ring().replicas(),
            settings.limits().maxValueBytes(),
            settings.request().timeout(),
            settings.http().maxRequestsInFlight(),
            settings.http().maxBytesInFlight(),
            settings.http().bodyTimeout(),
            settings.http().maxConnections(),
            settings.http().idleTimeout(),
            settings.http().maxUriLength(),
            settings.http().streamTimeout());
    ActorSystem<?> system = guardian.getSystem();
    members = new MemberAdmin(context, system);
    return HttpEdge.bind(system, edgeSettings, this, metrics, protection)
        .thenApply(
            bound -> {
              edge = bound;
              metrics.observe(
                  () -> Measured.of(node, bound, system, dataPlane.get()),
                  system.dispatchers().lookup(DispatcherSelector.blocking()));
              return Done.getInstance();
            });
  }

  @Override
  public CompletionStage<Outcome> submit(Request request) {
    return submit(request, Story.NONE);
  }

  @Override
  public CompletionStage<Outcome> submit(Request request, Story story) {
    return dataPlane
        .get()
        .submit(request, story)
        .whenComplete(
            (outcome, defect) -> {
              if (defect == null) {
                metrics.ended(request, outcome);
              }
            });
  }

  @Override
  public CompletionStage<ListOutcome> list(ListRequest request) {
    return dataPlane.get().listings().list(request);
  }

  @Override
  public DeletionReport startDeletion(String bucket, String prefix, String to) {
    return dataPlane.get().listings().startDeletion(bucket, prefix, to);
  }

  @Override
  public CompletionStage<Reply<DeletionReport>> deletion(String id) {
    return dataPlane.get().listings().deletion(id);
  }

  @Override
  public BucketProperties properties(String bucket) {
    return context.buckets().propertiesOf(bucket);
  }

  @Override
  public CompletionStage<Reply<BucketProperties>> changeProperties(
      String bucket, UnaryOperator<BucketProperties> change) {
    return context.buckets().change(bucket, change).thenApply(Reply.Given::new);
  }

  @Override
  public ContextTokens tokens() {
    List<byte[]> secrets = context.view().get().secrets();
    Tokens known = tokens;
    if (known == null || known.secrets() != secrets) {
      known = new Tokens(secrets, new ContextTokens(secrets));
      tokens = known;
    }
    return known.codec();
  }

  @Override
  public String notReadyBecause() {
    Readiness readiness = context.readiness().get();
    return readiness.ready() ? null : readiness.reason();
  }

  @Override
  public CompletionStage<Reply<ClusterReport>> cluster() {
    return reply(view -> Reports.cluster(view, dataPlane.get().reports()));
  }

  @Override
  public CompletionStage<Reply<RingReport>> ring() {
    return reply(Reports::ring);
  }

  @Override
  public CompletionStage<Reply<LocateReport>> locate(Key key) {
    return reply(view -> Reports.locate(key, new RouteTable(() -> view).of(key)));
  }

  @Override
  public CompletionStage<Reply<MemberOutcome>> leave(String node, boolean force, boolean dryRun) {
    return whenReady(() -> members.leave(node, force, dryRun));
  }

  @Override
  public CompletionStage<Reply<MemberOutcome>> remove(String node, boolean force, boolean dryRun) {
    return whenReady(() -> members.remove(node, force, dryRun));
  }

  private <T> CompletionStage<Reply<T>> whenReady(Supplier<CompletionStage<T>> answer) {
    String reason = notReadyBecause();
    return reason != null
        ? CompletableFuture.completedFuture(new Reply.NotReady<>(reason))
        : answer.get().thenApply(Reply.Given::new);
  }

  @Override
  public Administration administration() {
    return dataPlane.get().administration();
  }

  @Override
  public int ranges() {
    return settings.ring().ranges();
  }

  @Override
  public CompletionStage<Reply<Done>> repair(int range, boolean acceptLoss) {
    return reply(
        view -> {
          dataPlane.get().healing().repair(range, acceptLoss);
          return Done.getInstance();
        });
  }

  @Override
  public CompletionStage<Reply<RepairReport>> repairs() {
    return whenReady(() -> dataPlane.get().healing().report());
  }

  @Override
  public CompletionStage<Reply<ExplainReport>> explain(Key key, Duration timeout) {
    String reason = notReadyBecause();
    if (reason != null) {
      return CompletableFuture.completedFuture(new Reply.NotReady<>(reason));
    }
    Route route = new RouteTable(context.view()).of(key);
    return Explanation.of(dataPlane.get().peers(), route, key, (int) timeout.toMillis())
        .thenApply(
            copies ->
                new Reply.Given<>(Reports.explain(key, route, copies, System.currentTimeMillis())));
  }

  private <T> CompletionStage<Reply<T>> reply(Function<ClusterView, T> report) {
    String reason = notReadyBecause();
    return CompletableFuture.completedFuture(
        reason != null
            ? new Reply.NotReady<>(reason)
            : new Reply.Given<>(report.apply(context.view().get())));
  }

  @Override
  public CompletionStage<Done> stop() {
    HttpEdge bound = edge;
    return bound == null
        ? CompletableFuture.completedFuture(Done.getInstance())
        : bound.stop(STOPS);
  }

  @Override
  public void close() {
    // nothing beside its actors
  }
}
