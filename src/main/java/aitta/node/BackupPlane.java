package aitta.node;

import aitta.api.BackupReport;
import aitta.backup.BackupLead;
import aitta.backup.BackupSteps;
import aitta.backup.ClusterSecrets;
import aitta.backup.NodeBackup;
import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import aitta.config.Settings;
import aitta.hint.HintStore;
import aitta.http.Administration;
import aitta.membership.RingKeeper;
import aitta.peer.Peers;
import aitta.ring.Ring;
import aitta.storage.Scan;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import aitta.tuning.TuningKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Backups and restores of one node: wired here, decided elsewhere. */
final class BackupPlane implements Administration {
  private static final Duration KEEPER_ANSWERS = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final NodeContext context;
  private final NodeBackup backup;
  private final BackupLead lead;
  private final RestoreIntake intake;

  BackupPlane(
      ActorSystem<?> system,
      NodeContext context,
      StateStore store,
      Peers peers,
      RouteTable routes,
      ControlPlane control) {
    this.system = system;
    this.context = context;
    Settings settings = context.settings();
    Ring ring = context.view().get().ring().orElseThrow();
    NodeBackup.Identity identity =
        new NodeBackup.Identity(
            settings.cluster().name(),
            ring.id(),
            settings.node().id().value(),
            ring.ranges(),
            ring.replicas());
    Path root = settings.backup().dir();
    backup = new NodeBackup(root, identity, new StateSource(store, context), Clock.systemUTC());
    lead = new BackupLead(control);
    intake = new RestoreIntake(peers, control, routes::of, () -> context.view().get().secrets());
    for (String topic : BackupSteps.TOPICS) {
      control.on(topic, document -> BackupSteps.answer(backup, topic, document));
    }
    control.on(RestoreIntake.SECRETS, document -> takeSecrets(system, context, document));
  }

  private record StateSource(StateStore store, NodeContext context) implements NodeBackup.Source {
    @Override
    public void checkpoint(Path target) {
      store.checkpoint(target);
    }

    @Override
    public Set<TableId> tables() {
      return store.tables();
    }

    @Override
    public boolean holdsHints() {
      try (Scan hints = store.scan(HintStore.TABLE, new byte[0], null)) {
        return hints.next();
      }
    }

    @Override
    public ClusterSecrets secrets() {
      try {
        byte[] buckets = context.directory().buckets().orElse(new byte[0]);
        return new ClusterSecrets(context.view().get().secrets(), buckets);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isDiskFull() {
      return store.diskSpace().full();
    }
  }

  /**
   * @return {@code {}} once they are on disk, else why they are not
   */
  private static String takeSecrets(ActorSystem<?> system, NodeContext context, String document) {
    try {
      List<byte[]> secrets = RestoreIntake.secretsOf(document);
      String problem =
          AskPattern.<RingKeeper.Command, String>ask(
                  context.keeper(),
                  replyTo -> new RingKeeper.AddSecrets(secrets, replyTo),
                  KEEPER_ANSWERS,
                  system.scheduler())
              .toCompletableFuture()
              .join();
      return problem.isEmpty() ? "{}" : problem;
    } catch (IOException | CompletionException e) {
      return e.toString();
    }
  }

  /** While it is, no tombstone may be reclaimed. */
  boolean isUnderWay() {
    return backup.isUnderWay();
  }

  @Override
  public CompletionStage<BackupLead.Begun> startBackup(String name) {
    return lead.begin(name);
  }

  @Override
  public CompletionStage<BackupReport> backup(String name) {
    return lead.report(name);
  }

  @Override
  public Map<String, String> settings() {
    return context.tuning().values();
  }

  @Override
  public CompletionStage<Map<String, String>> changeSettings(Map<String, String> changes) {
    return AskPattern.askWithStatus(
        context.tunings(),
        replyTo -> new TuningKeeper.Change(changes, replyTo),
        KEEPER_ANSWERS,
        system.scheduler());
  }

  @Override
  public CompletionStage<RestoreIntake.Outcome> restore(RestoreBatch batch) {
    return intake.take(batch);
  }
}
