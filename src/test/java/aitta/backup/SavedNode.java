package aitta.backup;

import aitta.codec.Output;
import aitta.model.Key;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Rows;
import aitta.replica.SavedCopies;
import aitta.storage.RowChange;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A node with a true state, of which backups are made. */
final class SavedNode implements NodeBackup.Source, AutoCloseable {
  static final int RANGES = 16;
  static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  final NodeBackup backup;
  private final StateStore store;
  private final String name;
  volatile boolean diskFull;
  private long events;

  SavedNode(Path home, Path backups, String name, Clock clock) {
    this.name = name;
    store = StateStore.open(home.resolve(name), StateSettings.defaults());
    NodeBackup.Identity identity = new NodeBackup.Identity("barn", "ring-1", name, RANGES, 3);
    backup = new NodeBackup(backups, identity, this, clock);
  }

  StateStore store() {
    return store;
  }

  void put(Key key, Siblings siblings) {
    put(table(key), key, siblings);
  }

  static TableId table(Key key) {
    return TableId.underList(key.range(RANGES), 1);
  }

  void put(TableId table, Key key, Siblings siblings) {
    apply(table, 0, new RowChange(Rows.of(key), SiblingsFormat.encode(siblings)));
  }

  /** As if so many reclaims were applied, the last of which has forgotten these. */
  void reclaimed(TableId table, long number, List<DeadKey> forgotten) {
    Output row = new Output(64).putByte(1).putVarint(number).putLong(7);
    row.putVarint(forgotten.size());
    List<RowChange> changes = new ArrayList<>();
    for (DeadKey dead : forgotten) {
      row.putString(dead.key().bucket()).putBytes(dead.key().name());
      dead.summary().writeTo(row);
      changes.add(new RowChange(Rows.of(dead.key()), null));
    }
    changes.add(new RowChange(SavedCopies.reclaimRow(), row.toBytes()));
    apply(table, number, changes.toArray(RowChange[]::new));
  }

  private void apply(TableId table, long reclaims, RowChange... changes) {
    Output note = new Output(64).putByte(1).putVarint(1).putVarint(1).putLong(-1);
    store.apply(table, ++events, List.of(changes), note.putVarint(reclaims).putVarint(0).toBytes());
  }

  /** All steps of it, as far as this node goes. */
  void save(String what, String... members) throws IOException {
    backup.prepare(what);
    backup.first(what);
    backup.second(what, List.of(members), List.of());
  }

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
    return store.tables().contains(TableId.hints(0));
  }

  @Override
  public ClusterSecrets secrets() {
    return new ClusterSecrets(List.of(SECRET), new byte[0]);
  }

  @Override
  public boolean isDiskFull() {
    return diskFull;
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
