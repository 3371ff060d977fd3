package aitta.http;

import aitta.api.BackupReport;
import aitta.backup.BackupLead;
import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What operators ask of the cluster as a whole, as the HTTP edge sees it. Nothing here blocks. */
public interface Administration {
  /**
   * Begins a backup.
   *
   * @param name legal as such
   */
  CompletionStage<BackupLead.Begun> startBackup(String name);

  /** How far a backup is; null where no node has heard of it. */
  CompletionStage<BackupReport> backup(String name);

  /** What holds of the settings that can be changed, on this node, by name. */
  Map<String, String> settings();

  /**
   * Changes settings on all nodes, durably.
   *
   * @param changes known and right, each; an empty value takes one back
   * @return what holds then
   */
  CompletionStage<Map<String, String>> changeSettings(Map<String, String> changes);

  /** Takes in what a backup has. */
  CompletionStage<RestoreIntake.Outcome> restore(RestoreBatch batch);
}
