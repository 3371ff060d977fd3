package aitta.node;

import aitta.config.Durability;
import aitta.config.Settings;
import aitta.journal.JournalExpectation;
import aitta.journal.JournalMonitor;
import aitta.membership.DataDirectory;
import aitta.membership.RunMark;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.StorageSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.actor.setup.Setup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has open on its disk while an actor system of it runs, and what that actor system has
 * to know of it. Safe for use by many threads.
 */
final class NodeStorage {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStorage.class);

  private final Settings settings;
  private final DataDirectory directory;
  private final KeptState kept;
  private final RunMark mark;
  private final DiskWatch disk;
  private final DroppedTables dropped;

  /** Opens the state. */
  NodeStorage(Settings settings, DataDirectory directory) {
    this.settings = settings;
    this.directory = directory;
    this.kept = KeptState.open(directory, stateSettings());
    this.mark = begin(settings, directory);
    this.disk = new DiskWatch(kept.store());
    this.dropped = new DroppedTables(kept.store());
  }

  private static RunMark begin(Settings settings, DataDirectory directory) {
    boolean periodic = settings.storage().durability() == Durability.PERIODIC;
    try {
      RunMark mark = RunMark.begin(directory, periodic);
      if (mark.isSuspect()) {
        LOG.warn(
            "This machine may have stopped before all was on disk that was acknowledged; copies are"
                + " trusted once enough other owners have confirmed them");
      }
      return mark;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StateSettings stateSettings() {
    StateSettings defaults = StateSettings.defaults();
    return new StateSettings(
        settings.storage().memtableBytes(),
        settings.storage().blockCacheBytes(),
        defaults.maxBackgroundJobs(),
        defaults.maxOpenFiles(),
        settings.storage().blobThresholdBytes(),
        settings.storage().diskReserveBytes(),
        settings.ring().ranges() <= 1024);
  }

  List<Setup> setups() {
    return List.of(new StorageSetup(store()), new JournalExpectation(kept.marks()));
  }

  Map<String, Object> pekkoSettings() {
    return Map.of(
        "pekko.persistence.journal.plugin",
        JournalMonitor.PLUGIN_ID,
        "aitta.journal.dir",
        directory.path().resolve("journal").toString(),
        "aitta.journal.segment-size",
        settings.journal().segmentBytes() + "b",
        "aitta.journal.spare-segments",
        settings.journal().spareSegments() + 1,
        "aitta.journal.max-queued-size",
        journalQueueBytes() + "b",
        "aitta.journal.durability",
        settings.storage().durability().name().toLowerCase(Locale.ROOT),
        "aitta.journal.periodic-interval",
        settings.storage().syncInterval());
  }

  /**
   * The budget is asked before a set's size is known, by some ranges at once: what goes over it
   * must still fit.
   */
  private long journalQueueBytes() {
    return settings.journal().queueBytes() + 8L * settings.limits().maxSiblingsBytes();
  }

  StateStore store() {
    return kept.store();
  }

  KeptState kept() {
    return kept;
  }

  DiskWatch disk() {
    return disk;
  }

  DroppedTables dropped() {
    return dropped;
  }

  /** Whether copies may have lost the last of what they acknowledged. */
  boolean isSuspect() {
    return mark.isSuspect();
  }

  Starting starting() {
    return new Starting(directory, kept, mark);
  }

  /** Flushes all that was acknowledged. The actor system is gone. */
  void close() {
    store().close();
  }

  /** Notes that all is on disk. The last there is to do. */
  void closed() {
    try {
      mark.close();
    } catch (IOException e) {
      LOG.error("cannot note that all is on disk: {}", e.getMessage());
    }
  }
}
