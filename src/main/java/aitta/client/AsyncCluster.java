package aitta.client;

import aitta.api.BackupReport;
import aitta.api.ClusterReport;
import aitta.api.Json;
import aitta.api.KeyText;
import aitta.api.LocateReport;
import aitta.api.MovePlan;
import aitta.api.RepairReport;
import aitta.api.RingReport;
import aitta.client.HttpCall.Repeat;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What {@link Cluster} does, without waiting. */
public final class AsyncCluster {
  /** A node may have to ask others for what it reports. */
  private static final Duration REPORT = Duration.ofSeconds(5);

  private static final Duration CHANGE = Duration.ofSeconds(10);

  private final Dispatcher dispatcher;

  AsyncCluster(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** The nodes, and what moves between them. */
  public CompletionStage<ClusterReport> status() {
    return report(Target.at("/v1/cluster"), ClusterReport.class);
  }

  /** Who owns which range. */
  public CompletionStage<RingReport> ring() {
    return report(Target.at("/v1/cluster/ring"), RingReport.class);
  }

  /** Where a key lives. */
  public CompletionStage<LocateReport> locate(Key key) {
    Target target =
        Target.at("/v1/cluster/locate").with("bucket", key.bucket()).with("key", key.name());
    return report(target, LocateReport.class);
  }

  /** How far the owners of each range have compared what they hold. */
  public CompletionStage<RepairReport> repairs() {
    return report(Target.at("/v1/cluster/repair"), RepairReport.class);
  }

  /**
   * Has the owners compare what they hold, now.
   *
   * @param range null for all
   * @param acceptLoss lets a range go on with what is left of it, where too few fit owners remain
   */
  public CompletionStage<Void> repair(Integer range, boolean acceptLoss) {
    Target target =
        Target.at("/v1/cluster/repair")
            .with("range", range)
            .with("accept-loss", acceptLoss ? "true" : null);
    return accepted(target, Repeat.HARMLESS);
  }

  /** Begins a backup on all nodes; what was acknowledged before is in it. */
  public CompletionStage<BackupReport> backup(String name) {
    HttpCall call =
        HttpCall.change("POST", "/v1/cluster/backup", Repeat.HARMFUL)
            .patient(CHANGE)
            .with("Content-Type", "application/json")
            .with(Json.bytes(Map.of("name", name)));
    return dispatcher.send(call).thenApply(reply -> Answers.json(call, reply, BackupReport.class));
  }

  /** How far a backup is. */
  public CompletionStage<BackupReport> backupStatus(String name) {
    return report(Target.at("/v1/cluster/backup/" + segment(name)), BackupReport.class);
  }

  /**
   * Takes in a piece of a backup; doing it twice does no harm.
   *
   * @param piece as {@code aitta.backup.RestoreBatch} makes it
   */
  public CompletionStage<Void> restore(byte[] piece) {
    HttpCall call =
        HttpCall.change("POST", "/v1/cluster/restore", Repeat.HARMLESS)
            .patient(CHANGE)
            .with("Content-Type", "application/octet-stream")
            .with(piece);
    return dispatcher.send(call).thenAccept(reply -> Answers.expect(call, reply, 204));
  }

  /** Has a node hand its data over, then stop. */
  public CompletionStage<Void> leave(String node) {
    return leave(node, false);
  }

  /**
   * The same.
   *
   * @param force also if fewer nodes than replicas would be left
   */
  public CompletionStage<Void> leave(String node, boolean force) {
    return accepted(member(node, "leave").with("force", force ? "true" : null), Repeat.HARMFUL);
  }

  /**
   * Declares a dead node gone for good; the others re-create its replicas.
   *
   * @param force also if it is alive, or fewer nodes than replicas would be left
   */
  public CompletionStage<Void> remove(String node, boolean force) {
    return accepted(member(node, "remove").with("force", force ? "true" : null), Repeat.HARMFUL);
  }

  /** What {@link #leave} would move; changes nothing. */
  public CompletionStage<MovePlan> planLeave(String node, boolean force) {
    return plan(member(node, "leave").with("force", force ? "true" : null));
  }

  /** What {@link #remove} would move; changes nothing. */
  public CompletionStage<MovePlan> planRemove(String node, boolean force) {
    return plan(member(node, "remove").with("force", force ? "true" : null));
  }

  private static Target member(String node, String what) {
    return Target.at("/v1/cluster/nodes/" + segment(node) + "/" + what);
  }

  private static String segment(String name) {
    return KeyText.encode(name.getBytes(StandardCharsets.UTF_8));
  }

  private CompletionStage<MovePlan> plan(Target target) {
    HttpCall call =
        HttpCall.change("POST", target.with("dry-run", "true").toString(), Repeat.READ)
            .patient(CHANGE);
    return dispatcher.send(call).thenApply(reply -> Answers.json(call, reply, MovePlan.class));
  }

  private CompletionStage<Void> accepted(Target target, Repeat repeat) {
    HttpCall call = HttpCall.change("POST", target.toString(), repeat).patient(CHANGE);
    return dispatcher.send(call).thenAccept(reply -> Answers.expect(call, reply, 202));
  }

  private <T> CompletionStage<T> report(Target target, Class<T> type) {
    HttpCall call = HttpCall.read(target.toString()).patient(REPORT);
    return dispatcher.send(call).thenApply(reply -> Answers.json(call, reply, type));
  }
}
