package aitta.http;

import aitta.api.BackupReport;
import aitta.backup.BackupLead;
import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Backups of one node that are done at once. */
final class FakeAdministration implements Administration {
  final Map<String, BackupReport> backups = new ConcurrentHashMap<>();
  final Map<String, String> settings =
      new ConcurrentHashMap<>(Map.of("repair.rate", "16MiB", "repair.concurrency", "2"));
  final Queue<RestoreBatch> restored = new ConcurrentLinkedQueue<>();
  volatile RestoreIntake.Outcome restore = new RestoreIntake.Outcome(null, 0, 0);

  @Override
  public CompletionStage<BackupLead.Begun> startBackup(String name) {
    BackupReport.Node node =
        new BackupReport.Node(
            "n1", BackupReport.State.DONE, "2026-11-27T10:00:00Z", 7, "/b/" + name + "/n1", null);
    BackupReport report =
        new BackupReport(name, BackupReport.State.DONE, "2026-11-27T10:00:00Z", 7, List.of(node));
    boolean isNew = backups.putIfAbsent(name, report) == null;
    return CompletableFuture.completedFuture(
        isNew ? new BackupLead.Begun(report, null) : new BackupLead.Begun(null, "it is there"));
  }

  @Override
  public CompletionStage<BackupReport> backup(String name) {
    return CompletableFuture.completedFuture(backups.get(name));
  }

  @Override
  public Map<String, String> settings() {
    return new TreeMap<>(settings);
  }

  @Override
  public CompletionStage<Map<String, String>> changeSettings(Map<String, String> changes) {
    settings.putAll(changes);
    return CompletableFuture.completedFuture(settings());
  }

  @Override
  public CompletionStage<RestoreIntake.Outcome> restore(RestoreBatch batch) {
    restored.add(batch);
    return CompletableFuture.completedFuture(restore);
  }
}
