package aitta.backup;

import aitta.codec.MalformedException;
import aitta.hint.SavedHints;
import aitta.replica.Rows;
import aitta.replica.SavedCopies;
import aitta.storage.CorruptionException;
import aitta.storage.SavedState;
import aitta.storage.Scan;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import aitta.version.SiblingsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One node's share in a backup, opened to be read. Used by one thread. */
public final class SavedShare implements AutoCloseable {
  /** Does something that may meet damage. */
  interface Reading<T> {
    T read() throws IOException;
  }

  private final Path folder;
  private final Manifest manifest;
  private final ClusterSecrets secrets;
  private final List<SavedState> states = new ArrayList<>();
  private final List<SavedCopy> copies = new ArrayList<>();

  private SavedShare(Path folder, Manifest manifest, ClusterSecrets secrets) {
    this.folder = folder;
    this.manifest = manifest;
    this.secrets = secrets;
  }

  /**
   * @throws BackupDamagedException if a file is missing, has another length, or cannot be read;
   *     names it
   */
  public static SavedShare open(Path folder) throws IOException {
    if (ShareFolder.isUnfinished(folder)) {
      throw new BackupDamagedException(folder + " was never completed, and is of no use");
    }
    Manifest manifest = Manifest.read(folder);
    manifest.checkFiles(folder);
    SavedShare share = new SavedShare(folder, manifest, ClusterSecrets.read(folder));
    try {
      share.reading(
          () -> {
            share.openStates();
            return null;
          });
      return share;
    } catch (IOException | RuntimeException e) {
      share.close();
      throw e;
    }
  }

  private void openStates() {
    Set<TableId> later = new HashSet<>();
    for (String name : List.of(ShareFolder.STATE, ShareFolder.FIRST)) {
      Path path = folder.resolve(name);
      if (Files.isDirectory(path)) {
        SavedState state = SavedState.open(path);
        states.add(state);
        newest(state)
            .forEach(
                (table, mark) -> {
                  if (later.add(table)) {
                    copies.add(copy(state, table, mark));
                  }
                });
      }
    }
  }

  /** Of each range the table in use; others were set aside. */
  private static Map<TableId, TableMark> newest(SavedState state) {
    Map<Integer, TableId> tables = new TreeMap<>();
    Map<TableId, TableMark> marks = state.marks();
    marks.keySet().stream()
        .sorted()
        .filter(table -> table.kind() == TableId.RANGE)
        .forEach(table -> tables.put(table.range(), table));
    marks.keySet().retainAll(tables.values());
    return marks;
  }

  private SavedCopy copy(SavedState state, TableId table, TableMark mark) {
    byte[] row = state.get(table, SavedCopies.reclaimRow());
    return new SavedCopy(
        this,
        state,
        table,
        SavedCopies.keysOf(mark.note()),
        SavedCopies.reclaimsOf(mark.note()),
        SavedCopies.lastReclaim(row));
  }

  public Manifest manifest() {
    return manifest;
  }

  ClusterSecrets secrets() {
    return secrets;
  }

  Path folder() {
    return folder;
  }

  List<SavedCopy> copies() {
    return copies;
  }

  /**
   * Reads all of it and throws it away.
   *
   * @throws BackupDamagedException names the file
   */
  void verify() throws IOException {
    reading(
        () -> {
          states.forEach(SavedState::verify);
          for (SavedCopy copy : copies) {
            try (Scan scan = copy.state().scan(copy.table(), Rows.FIRST_KEY, null)) {
              while (scan.next()) {
                SiblingsFormat.decode(scan.value());
              }
            }
          }
          return null;
        });
    hints((key, siblings) -> {});
  }

  /** Visits the sets that the node kept for others. */
  void hints(SavedHints.Visitor<IOException> visitor) throws IOException {
    reading(
        () -> {
          for (SavedState state : states) {
            SavedHints.read(state, visitor);
          }
          return null;
        });
  }

  /** Says of which share it is what cannot be read. */
  <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (CorruptionException e) {
      String file = e.file().orElse("one of " + blobs());
      throw new BackupDamagedException(folder + ": " + file + " is damaged: " + e.getMessage());
    } catch (MalformedException | StorageException e) {
      throw new BackupDamagedException(folder + " cannot be read: " + e.getMessage());
    }
  }

  /** RocksDB does not say which of them a large value cannot be read from. */
  private String blobs() {
    return manifest.files().stream()
        .map(Manifest.SavedFile::path)
        .filter(path -> path.endsWith(".blob"))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    states.forEach(SavedState::close);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
