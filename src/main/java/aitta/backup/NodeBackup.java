package aitta.backup;

import aitta.api.BackupReport;
import aitta.api.BackupReport.State;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's share in backups, one at a time: looked into, a first checkpoint, a second one. All
 * calls block, and may come from any thread; the steps of a backup follow one another.
 */
public final class NodeBackup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeBackup.class);

  /** After so long without a next step the node that leads is gone. */
  private static final long PATIENCE_MILLIS = 10 * 60_000L;

  private static final int MOST_FAILURES = 100;

  /** What is saved. */
  public interface Source {
    /** A copy of all that was applied so far. */
    void checkpoint(Path target);

    Set<TableId> tables();

    /** Whether anything is kept for other nodes. */
    boolean holdsHints();

    ClusterSecrets secrets();

    boolean isDiskFull();
  }

  /** Whose backups they are. */
  public record Identity(String cluster, String ring, String node, int ranges, int replicas) {}

  private static final class Running {
    final String name;
    final ShareFolder folder;
    final String started;
    volatile long deadlineMillis;
    volatile boolean atWork;
    Set<TableId> tables = Set.of();
    boolean hints;

    Running(String name, ShareFolder folder, String started) {
      this.name = name;
      this.folder = folder;
      this.started = started;
    }
  }

  private final Path root;
  private final Identity identity;
  private final Source source;
  private final Clock clock;
  private final Map<String, BackupReport.Node> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BackupReport.Node> eldest) {
          return size() > MOST_FAILURES;
        }
      };
  private volatile Running running;

  public NodeBackup(Path root, Identity identity, Source source, Clock clock) {
    this.root = root;
    this.identity = identity;
    this.source = source;
    this.clock = clock;
  }

  /** While it does, nothing that was deleted may be forgotten. Never waits. */
  public boolean isUnderWay() {
    Running now = running;
    return now != null && (now.atWork || clock.millis() <= now.deadlineMillis);
  }

  private boolean endWhatIsLeft() {
    if (running != null && !isUnderWay()) {
      fail("the node that led it has not gone on with it");
    }
    return running == null;
  }

  /**
   * Makes ready for a backup of that name.
   *
   * @return why not, where another backup stands in the way; null otherwise
   * @throws IOException if this node can't write one
   */
  public synchronized String prepare(String name) throws IOException {
    if (!endWhatIsLeft()) {
      return "backup '" + running.name + "' is under way at node " + identity.node();
    }
    ShareFolder folder = folder(name);
    if (folder.isFinished()) {
      return "there is a backup '" + name + "' at node " + identity.node() + " already";
    }
    String started = clock.instant().toString();
    try {
      if (source.isDiskFull()) {
        throw new IOException("the disk is full");
      }
      folder.begin();
    } catch (IOException e) {
      Path path = folder.unfinished();
      failures.put(name, node(State.FAILED, started, 0, path, path + ": " + e.getMessage()));
      throw e;
    }
    failures.remove(name);
    running = new Running(name, folder, started);
    extend();
    return null;
  }

  /** The first checkpoint. */
  public void first(String name) throws IOException {
    Running mine = enter(name);
    try {
      mine.tables = Set.copyOf(source.tables());
      mine.hints = source.holdsHints();
      source.checkpoint(mine.folder.unfinished().resolve(ShareFolder.FIRST));
      leave(mine, null);
    } catch (StorageException | UncheckedIOException e) {
      leave(mine, e.getMessage());
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The second checkpoint; the share is complete after it.
   *
   * @param members of the ring
   * @param missing those that have no share
   */
  public void second(String name, List<String> members, List<String> missing) throws IOException {
    Running mine = enter(name);
    try {
      ShareFolder folder = mine.folder;
      source.checkpoint(folder.unfinished().resolve(ShareFolder.STATE));
      if (!mine.hints && source.tables().containsAll(mine.tables)) {
        ShareFolder.delete(folder.unfinished().resolve(ShareFolder.FIRST));
      }
      folder.write(ClusterSecrets.FILE, source.secrets().encode());
      folder.finish(
          new Manifest(
              Manifest.FORMAT,
              name,
              identity.cluster(),
              identity.ring(),
              identity.node(),
              identity.ranges(),
              identity.replicas(),
              mine.started,
              members,
              missing,
              folder.files()));
      synchronized (this) {
        running = null;
      }
      LOG.info("backup '{}': this node's share is in {}", name, folder.finished());
    } catch (StorageException | UncheckedIOException | IOException e) {
      leave(mine, e.getMessage());
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Nothing comes of it. */
  public synchronized void abort(String name, String why) {
    if (running != null && running.name.equals(name) && !running.atWork) {
      fail(why);
    }
  }

  /** This node's share in a backup; null where it has none. */
  public synchronized BackupReport.Node report(String name) throws IOException {
    ShareFolder folder = folder(name);
    endWhatIsLeft();
    if (running != null && running.name.equals(name)) {
      return node(State.RUNNING, running.started, 0, folder.unfinished(), null);
    }
    if (folder.isFinished()) {
      Manifest manifest = Manifest.read(folder.finished());
      return node(State.DONE, manifest.started(), manifest.bytes(), folder.finished(), null);
    }
    BackupReport.Node failed = failures.get(name);
    if (failed != null || !folder.isLeftOver()) {
      return failed;
    }
    return node(
        State.FAILED, null, 0, folder.unfinished(), "the node was stopped while it was made");
  }

  private BackupReport.Node node(
      State state, String started, long bytes, Path path, String detail) {
    return new BackupReport.Node(
        identity.node(), state, started, bytes, path.toAbsolutePath().toString(), detail);
  }

  private ShareFolder folder(String name) {
    return new ShareFolder(root, name, identity.node());
  }

  private synchronized Running enter(String name) throws IOException {
    if (endWhatIsLeft() || !running.name.equals(name) || running.atWork) {
      throw new IOException("backup '" + name + "' is not under way at node " + identity.node());
    }
    running.atWork = true;
    return running;
  }

  private synchronized void leave(Running mine, String failure) {
    mine.atWork = false;
    if (failure == null) {
      extend();
    } else {
      fail(failure);
    }
  }

  private void extend() {
    running.deadlineMillis = clock.millis() + PATIENCE_MILLIS;
  }

  private void fail(String why) {
    Running failed = running;
    running = null;
    LOG.error("backup '{}' has failed at this node: {}", failed.name, why);
    failures.put(
        failed.name, node(State.FAILED, failed.started, 0, failed.folder.unfinished(), why));
    try {
      failed.folder.discard();
    } catch (IOException e) {
      LOG.error("{} is of no use and cannot be deleted: {}", failed.folder.unfinished(), e);
    }
  }
}
