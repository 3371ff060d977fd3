package aitta.client;

import aitta.api.BackupReport;
import aitta.api.ClusterReport;
import aitta.api.LocateReport;
import aitta.api.MovePlan;
import aitta.api.RepairReport;
import aitta.api.RingReport;
import aitta.model.Key;

/**
 * The cluster as its operators see it. Changes need the role {@code admin} where there are roles.
 */
public final class Cluster {
  private final AsyncCluster async;

  Cluster(AsyncCluster async) {
    this.async = async;
  }

  /** The nodes, and what moves between them. */
  public ClusterReport status() {
    return Stages.await(async.status());
  }

  /** Who owns which range. */
  public RingReport ring() {
    return Stages.await(async.ring());
  }

  /** Where a key lives. */
  public LocateReport locate(Key key) {
    return Stages.await(async.locate(key));
  }

  /** How far the owners of each range have compared what they hold. */
  public RepairReport repairs() {
    return Stages.await(async.repairs());
  }

  /**
   * Has the owners compare what they hold, now; {@link #repairs} tells how far they are.
   *
   * @param range null for all
   * @param acceptLoss lets a range go on with what is left of it, where too few fit owners remain
   */
  public void repair(Integer range, boolean acceptLoss) {
    Stages.await(async.repair(range, acceptLoss));
  }

  /**
   * Begins a backup on all nodes; what was acknowledged before is in it. {@link #backupStatus}
   * tells how far it is.
   *
   * @param name 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}, not of an earlier backup
   */
  public BackupReport backup(String name) {
    return Stages.await(async.backup(name));
  }

  /**
   * How far a backup is.
   *
   * @throws RefusedException if no node that can be reached knows of it
   */
  public BackupReport backupStatus(String name) {
    return Stages.await(async.backupStatus(name));
  }

  /**
   * Has a node hand its data over, then stop. It is absent from {@link #status} when it is done.
   */
  public void leave(String node) {
    Stages.await(async.leave(node));
  }

  /**
   * The same.
   *
   * @param force also if fewer nodes than replicas would be left
   */
  public void leave(String node, boolean force) {
    Stages.await(async.leave(node, force));
  }

  /**
   * Declares a dead node gone for good; the others re-create its replicas.
   *
   * @param force also if it is alive, or fewer nodes than replicas would be left
   */
  public void remove(String node, boolean force) {
    Stages.await(async.remove(node, force));
  }

  /** What {@link #leave} would move; changes nothing. */
  public MovePlan planLeave(String node, boolean force) {
    return Stages.await(async.planLeave(node, force));
  }

  /** What {@link #remove} would move; changes nothing. */
  public MovePlan planRemove(String node, boolean force) {
    return Stages.await(async.planRemove(node, force));
  }
}
