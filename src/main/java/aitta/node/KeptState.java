package aitta.node;

import aitta.membership.DataDirectory;
import aitta.storage.CorruptionException;
import aitta.storage.StateRescue;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a node and what was found damaged of it, durably: tables that stop all writes are
 * noted before the store is closed, dropped when it is opened, and forgotten once others have taken
 * their place. A state that is lost as a whole makes the directory a copy, for its journal may
 * still hold older copies of ranges.
 */
final class KeptState {
  private static final Logger LOG = LoggerFactory.getLogger(KeptState.class);
  private static final String WHOLE = "damage that names no table has stopped all writes.";

  private final DataDirectory directory;
  private final StateStore store;
  private final Set<TableId> dropped;
  private final Map<String, Long> marks;
  private boolean isNoted;

  private KeptState(DataDirectory directory, StateStore store, Set<TableId> dropped) {
    this.directory = directory;
    this.store = store;
    this.dropped = dropped;
    this.marks =
        store.marks().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().persistenceId(), e -> e.getValue().seqNr()));
  }

  /**
   * @throws aitta.storage.StorageException if the disk does not let a state be there
   */
  static KeptState open(DataDirectory directory, StateSettings settings) {
    Path path = directory.path().resolve("state");
    try {
      List<String> noted = directory.damagedTables().orElse(null);
      Set<TableId> dropped = new TreeSet<>();
      StateStore rescued;
      if (noted != null && noted.isEmpty() && !StateRescue.isMissing(path)) {
        distrust(directory);
        rescued = StateRescue.openEmpty(path, settings, WHOLE);
      } else {
        (noted == null ? List.<String>of() : noted).forEach(id -> dropped.add(TableId.parse(id)));
        if (StateRescue.isMissing(path)) {
          distrust(directory);
        }
        rescued = StateRescue.open(path, settings, dropped, () -> distrust(directory));
      }
      if (noted != null && noted.isEmpty()) {
        directory.forgetDamagedTables();
      }
      return new KeptState(directory, rescued, dropped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What of the state is lost is lost durably before an empty one can be taken for whole. */
  private static void distrust(DataDirectory directory) {
    try {
      if (directory.hasMadeRanges()) {
        directory.distrust();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StateStore store() {
    return store;
  }

  /** What the journal must have, for the state was made from it. */
  Map<String, Long> marks() {
    return marks;
  }

  /** The ranges of which tables are kept. */
  Set<Integer> ranges() {
    return store.tables().stream()
        .filter(table -> table.kind() == TableId.RANGE)
        .map(TableId::range)
        .collect(Collectors.toSet());
  }

  /**
   * The tables of a range, or of hints, in order; the last one is to be used.
   *
   * @param first what the first one is called
   */
  List<TableId> tablesLike(TableId first) {
    List<TableId> tables = new ArrayList<>();
    for (TableId table : store.tables()) {
      if (isLike(first, table)) {
        tables.add(table);
      }
    }
    dropped.stream()
        .filter(table -> isLike(first, table))
        .filter(table -> tables.stream().allMatch(other -> other.compareTo(table) < 0))
        .reduce((earlier, later) -> later)
        .ifPresent(table -> tables.add(table.next()));
    return tables.isEmpty() ? List.of(first) : tables;
  }

  private static boolean isLike(TableId first, TableId table) {
    return table.kind() == first.kind() && table.range() == first.range();
  }

  /** Others have taken the place of the tables that were dropped, and are on disk. */
  void replaced() throws IOException {
    if (!dropped.isEmpty()) {
      store.flush();
      directory.forgetDamagedTables();
    }
  }

  /**
   * Notes damage that has stopped all writes.
   *
   * @return whether there is such damage, and it has just been noted
   */
  boolean noteDamage() {
    CorruptionException damage = store.damage().orElse(null);
    if (damage == null || isNoted) {
      return false;
    }
    Set<TableId> all = new TreeSet<>(damage.tables());
    LOG.error(
        "The state takes no writes any more; {} will be dropped: {}", all, damage.getMessage());
    if (!all.isEmpty()) {
      all.addAll(dropped);
    }
    try {
      directory.keepDamagedTables(all.stream().map(TableId::persistenceId).toList());
      isNoted = true;
      return true;
    } catch (IOException e) {
      LOG.error("cannot note which tables are damaged: {}", e.getMessage());
      return false;
    }
  }
}
