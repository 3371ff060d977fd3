package aitta.backup;

import aitta.bucket.BucketProperties;
import aitta.bucket.SavedBuckets;
import aitta.codec.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The shares of all nodes in one backup, opened to be read. Used by one thread. */
public final class SavedCluster implements AutoCloseable {
  private final List<SavedShare> shares = new ArrayList<>();

  private SavedCluster() {}

  /**
   * @param folders each a node's share, or a folder of such
   * @throws BackupDamagedException where one cannot be read, or they do not belong together
   */
  public static SavedCluster open(List<Path> folders) throws IOException {
    SavedCluster cluster = new SavedCluster();
    try {
      for (Path folder : folders) {
        for (Path share : sharesIn(folder)) {
          cluster.shares.add(SavedShare.open(share));
        }
      }
      cluster.checkThatOfOne();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static List<Path> sharesIn(Path folder) throws IOException {
    if (Files.exists(folder.resolve(Manifest.FILE)) || ShareFolder.isUnfinished(folder)) {
      return List.of(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new BackupDamagedException(folder + " is no folder");
    }
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> shares =
          inside.filter(path -> Files.exists(path.resolve(Manifest.FILE))).sorted().toList();
      if (shares.isEmpty()) {
        throw new BackupDamagedException(
            "there is no complete share of a backup in " + folder + ": no " + Manifest.FILE);
      }
      return shares.stream().filter(share -> !ShareFolder.isUnfinished(share)).toList();
    }
  }

  private void checkThatOfOne() throws IOException {
    Manifest one = first();
    TreeSet<String> nodes = new TreeSet<>();
    for (SavedShare share : shares) {
      Manifest other = share.manifest();
      if (!other.ring().equals(one.ring()) || !other.name().equals(one.name())) {
        throw new BackupDamagedException(
            share
                + " is of backup '"
                + other.name()
                + "' of ring "
                + other.ring()
                + ", and "
                + shares.get(0)
                + " of '"
                + one.name()
                + "' of ring "
                + one.ring());
      }
      if (!nodes.add(other.node())) {
        throw new BackupDamagedException("the share of node " + other.node() + " is given twice");
      }
    }
  }

  private Manifest first() {
    return shares.get(0).manifest();
  }

  public String name() {
    return first().name();
  }

  public int ranges() {
    return first().ranges();
  }

  /** Members of the ring whose shares are not here. */
  public List<String> missing() {
    TreeSet<String> missing = new TreeSet<>();
    shares.forEach(share -> missing.addAll(share.manifest().members()));
    shares.forEach(share -> missing.remove(share.manifest().node()));
    return List.copyOf(missing);
  }

  public int shares() {
    return shares.size();
  }

  /** Behind context tokens, the one that signs first. */
  public List<byte[]> secrets() {
    return shares.get(0).secrets().secrets();
  }

  /** Those that are no defaults. */
  public Map<String, BucketProperties> buckets() throws IOException {
    try {
      return SavedBuckets.properties(
          shares.stream().map(share -> share.secrets().buckets()).toList());
    } catch (MalformedException e) {
      throw new BackupDamagedException("properties of buckets are damaged: " + e.getMessage());
    }
  }

  /**
   * Reads all of a share.
   *
   * @throws BackupDamagedException names the file
   */
  public void verify(int share) throws IOException {
    shares.get(share).verify();
  }

  /** Visits each key of a range once, with all that is known of it. */
  public void visit(int range, Consumer<String> warnings, Visitor visitor) throws IOException {
    List<SavedCopy> copies = new ArrayList<>();
    for (SavedShare share : shares) {
      share.copies().stream().filter(copy -> copy.table().range() == range).forEach(copies::add);
    }
    new SavedRange(copies, warnings).visit(visitor::visit);
  }

  /** Told of each key. */
  public interface Visitor {
    void visit(RestoreBatch.Entry entry) throws IOException;
  }

  /** Visits what nodes kept for others. */
  public void visitHints(Visitor visitor) throws IOException {
    for (SavedShare share : shares) {
      share.hints((key, siblings) -> visitor.visit(new RestoreBatch.Entry(key, siblings)));
    }
  }

  @Override
  public void close() {
    shares.forEach(SavedShare::close);
  }
}
