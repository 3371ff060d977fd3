package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder that holds all that a node must remember; locked for as long as the process lives, or
 * until {@link #close}. Other parts keep folders of their own in it. Safe for use by many threads;
 * every write is on disk when the method returns.
 */
public final class DataDirectory implements Closeable {
  private final Path path;
  private final DirectoryLock lock;
  private final SetAside aside;
  private final KeptFile identityFile;
  private final KeptFile ringFile;
  private final KeptFile claimsFile;
  private final KeptFile secretsFile;
  private final KeptFile peersFile;
  private final KeptFile bucketsFile;
  private final KeptFile tuningFile;
  private final KeptFile voteFile;
  private final KeptFile startFile;
  private final KeptFile damagedTablesFile;
  private final KeptFile heardFile;

  private volatile Identity identity;
  private volatile long start;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
    this.aside = new SetAside(path);
    this.identityFile = new KeptFile(path, "identity");
    this.ringFile = new KeptFile(path, "ring");
    this.claimsFile = new KeptFile(path, "claims");
    this.secretsFile = new KeptFile(path, "secrets");
    this.peersFile = new KeptFile(path, "peers");
    this.bucketsFile = new KeptFile(path, "buckets");
    this.tuningFile = new KeptFile(path, "settings");
    this.voteFile = new KeptFile(path, "vote");
    this.startFile = new KeptFile(path, "start");
    this.damagedTablesFile = new KeptFile(path, "damaged-tables");
    this.heardFile = new KeptFile(path, "heard");
  }

  /**
   * Takes the folder for this process, and makes it where it does not exist.
   *
   * @throws DataDirectoryException if another process has it, it belongs to another node or
   *     cluster, or a file in it is damaged
   */
  public static DataDirectory open(Path folder, NodeId node, String cluster) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    Files.createDirectories(path);
    DirectoryLock lock = DirectoryLock.take(path);
    try {
      DataDirectory directory = new DataDirectory(path, lock);
      directory.identify(node, cluster);
      Optional<byte[]> start = directory.startFile.read();
      if (start.isPresent()) {
        directory.start = decode(directory.startFile, start.get(), b -> new Input(b).getLong());
      }
      return directory;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void identify(NodeId node, String cluster) throws IOException {
    boolean interrupted = aside.resume();
    Optional<byte[]> written = identityFile.read();
    if (written.isEmpty()) {
      if (!interrupted) {
        refuseLeftovers();
      }
      beginAnew(node, cluster);
      return;
    }
    aside.end();
    Birthmark birthmark = new Birthmark(path);
    identity = decode(identityFile, written.get(), Identity::of);
    if (!identity.node().equals(node)) {
      throw belongsTo("node " + identity.node(), "node " + node, "AITTA_NODE_ID");
    }
    if (!identity.cluster().equals(cluster)) {
      throw belongsTo(
          "cluster '" + identity.cluster() + "'", "cluster '" + cluster + "'", "AITTA_CLUSTER");
    }
    refuseLosses();
    if (!birthmark.isTrue()) {
      // Another incarnation first: two directories with one name must not both be believed.
      keepIdentity(identity.with(newIncarnation(), Identity.Trust.COPIED));
      birthmark.make();
    }
  }

  private void beginAnew(NodeId node, String cluster) throws IOException {
    new Birthmark(path).make();
    keepIdentity(new Identity(node, cluster, newIncarnation(), Identity.Trust.OWN, false));
    aside.end();
  }

  /**
   * Begins anew as the directory of a node that has never been in a ring. What it held is kept in a
   * folder inside of it. Nothing else may use the directory meanwhile.
   *
   * @return that folder
   */
  public synchronized Path setAside(Instant now) throws IOException {
    Identity old = identity;
    Path folder = aside.begin(now);
    beginAnew(old.node(), old.cluster());
    return folder;
  }

  private DataDirectoryException belongsTo(String owner, String self, String variable) {
    return new DataDirectoryException(
        "the data directory "
            + path
            + " belongs to "
            + owner
            + ", and this is "
            + self
            + "; correct "
            + variable
            + " or set AITTA_DATA_DIR to another folder");
  }

  /** An identity that is gone while the rest is there was not removed by this program. */
  private void refuseLeftovers() throws DataDirectoryException {
    for (KeptFile file : List.of(ringFile, secretsFile, voteFile, startFile)) {
      if (Files.exists(file.path())) {
        throw new DataDirectoryException(
            identityFile.path()
                + " is missing although "
                + file.path().getFileName()
                + " is there; restore it, or move the data directory away as a whole");
      }
    }
  }

  /** Once a node has copies of ranges it has these files too, and none of them can be guessed. */
  private void refuseLosses() throws DataDirectoryException {
    if (!identity.made()) {
      return;
    }
    for (KeptFile file : List.of(ringFile, claimsFile, secretsFile, startFile)) {
      if (!Files.exists(file.path())) {
        throw new DataDirectoryException(
            file.path()
                + " is missing although this directory holds data; restore it, or move the data"
                + " directory away as a whole and start the node with an empty one, which its peers"
                + " then fill");
      }
    }
  }

  private static String newIncarnation() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private void keepIdentity(Identity next) throws IOException {
    identityFile.write(next.toBytes());
    identity = next;
  }

  public Path path() {
    return path;
  }

  /** Random name of this very directory: a wiped or copied one has another. */
  public String incarnation() {
    return identity.incarnation();
  }

  /** Whether this is a copy of another directory that may have gone on since. */
  public boolean isCopied() {
    return identity.trust() == Identity.Trust.COPIED;
  }

  /** Whether the node's place in the ring is older than this directory. */
  public boolean isNew() {
    return identity.trust() == Identity.Trust.NEW;
  }

  /** The directory was empty when its node took over its place in the ring. */
  public synchronized void markNew() throws IOException {
    keepIdentity(identity.with(identity.incarnation(), Identity.Trust.NEW));
  }

  /**
   * Its copies have caught up: neither {@link #isNew} nor {@link #isCopied} any more. In the same
   * moment it counts as having made its ranges: copies that come later were not made with the ring.
   */
  public synchronized void markTrusted() throws IOException {
    keepIdentity(identity.with(identity.incarnation(), Identity.Trust.OWN).withRangesMade());
  }

  /**
   * Whether the first copies of all ranges were made in this very directory: one that is missing
   * after that was lost.
   */
  public boolean hasMadeRanges() {
    return identity.made();
  }

  public synchronized void markRangesMade() throws IOException {
    keepIdentity(identity.withRangesMade());
  }

  /**
   * Some of what the node acknowledged was lost from here, and nobody knows how much: from now on
   * this counts as a copy of the directory that it was, under another name, so that nothing that
   * was written in its old name is believed.
   */
  public synchronized void distrust() throws IOException {
    keepIdentity(identity.with(newIncarnation(), Identity.Trust.COPIED));
  }

  /**
   * Names of tables of the state that are to be dropped before it is used again; an empty list if
   * the whole state is.
   */
  public Optional<List<String>> damagedTables() throws IOException {
    Optional<byte[]> bytes = damagedTablesFile.read();
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(decode(damagedTablesFile, bytes.get(), DirectoryFormat::namesOf));
  }

  public void keepDamagedTables(List<String> tables) throws IOException {
    damagedTablesFile.write(DirectoryFormat.names(tables));
  }

  public void forgetDamagedTables() throws IOException {
    damagedTablesFile.delete();
  }

  /** How many actor systems have been started on this directory, the present one included. */
  public long start() {
    return start;
  }

  public synchronized long nextStart() throws IOException {
    startFile.write(new Output(8).putLong(start + 1).toBytes());
    return ++start;
  }

  public Optional<Ring> ring() throws IOException {
    Optional<byte[]> bytes = ringFile.read();
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(decode(ringFile, bytes.get(), RingFormat::decode));
  }

  public void keepRing(Ring ring) throws IOException {
    ringFile.write(RingFormat.encode(ring));
  }

  /** Which directories hold the places in the ring, as far as this node knows. */
  public Claims claims() throws IOException {
    return keptClaims().map(DirectoryFormat.KeptClaims::claims).orElse(Claims.NONE);
  }

  /** Whether the claims were written by this very directory, and so have its own among them. */
  public boolean hasClaimed() throws IOException {
    return keptClaims().filter(kept -> kept.directory().equals(incarnation())).isPresent();
  }

  public void keepClaims(Claims claims) throws IOException {
    claimsFile.write(DirectoryFormat.claims(new DirectoryFormat.KeptClaims(incarnation(), claims)));
  }

  private Optional<DirectoryFormat.KeptClaims> keptClaims() throws IOException {
    Optional<byte[]> bytes = claimsFile.read();
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(decode(claimsFile, bytes.get(), DirectoryFormat::claimsOf));
  }

  /** Secrets behind context tokens, newest first; there before the ring is. */
  public List<byte[]> secrets() throws IOException {
    Optional<byte[]> bytes = secretsFile.read();
    return bytes.isEmpty()
        ? List.of()
        : decode(secretsFile, bytes.get(), DirectoryFormat::secretsOf);
  }

  public void keepSecrets(List<byte[]> secrets) throws IOException {
    secretsFile.write(DirectoryFormat.secrets(secrets));
  }

  /** Where peers were last; empty if the file is damaged, for the seeds tell it again. */
  public List<KnownPeer> peers() throws IOException {
    try {
      Optional<byte[]> bytes = peersFile.read();
      return bytes.isEmpty() ? List.of() : decode(peersFile, bytes.get(), KnownPeer::listOf);
    } catch (DataDirectoryException e) {
      peersFile.setAside(e);
      return List.of();
    }
  }

  public void keepPeers(List<KnownPeer> peers) throws IOException {
    peersFile.write(KnownPeer.toBytes(peers));
  }

  /**
   * Which ring this node promised to found.
   *
   * @throws DataDirectoryException if the file is damaged and there is no ring yet: a vote that is
   *     forgotten might be given twice
   */
  public Optional<Vote> vote() throws IOException {
    try {
      Optional<byte[]> bytes = voteFile.read();
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(decode(voteFile, bytes.get(), Vote::of));
    } catch (DataDirectoryException e) {
      if (ring().isEmpty()) {
        throw e;
      }
      voteFile.setAside(e);
      return Optional.empty();
    }
  }

  public void keepVote(Vote vote) throws IOException {
    voteFile.write(vote.toBytes());
  }

  public void forgetVote() throws IOException {
    voteFile.delete();
  }

  /**
   * Properties of buckets, in the format of {@code aitta.bucket}; nothing if the file is damaged
   * and other members of the ring have them too.
   */
  public Optional<byte[]> buckets() throws IOException {
    try {
      return bucketsFile.read();
    } catch (DataDirectoryException e) {
      if (ring().filter(ring -> ring.members().size() > 1).isEmpty()) {
        throw e;
      }
      bucketsFile.setAside(e);
      return Optional.empty();
    }
  }

  public void keepBuckets(byte[] content) throws IOException {
    bucketsFile.write(content);
  }

  /** What to throw when the content of {@link #buckets} makes no sense. */
  public DataDirectoryException bucketsDamaged(RuntimeException cause) {
    return bucketsFile.damaged(cause);
  }

  /** Settings changed while nodes ran, in the format of {@code aitta.tuning}. */
  public Optional<byte[]> tuning() throws IOException {
    return tuningFile.read();
  }

  public void keepTuning(byte[] content) throws IOException {
    tuningFile.write(content);
  }

  /**
   * What was heard of other owners' copies, in the format of {@code aitta.replica}; nothing if the
   * file is damaged, for the copies keep most of it too.
   */
  public Optional<byte[]> heard() throws IOException {
    try {
      return heardFile.read();
    } catch (DataDirectoryException e) {
      heardFile.setAside(e);
      return Optional.empty();
    }
  }

  public void keepHeard(byte[] content) throws IOException {
    heardFile.write(content);
  }

  private interface Decoder<T> {
    T of(byte[] bytes);
  }

  private static <T> T decode(KeptFile file, byte[] bytes, Decoder<T> decoder)
      throws DataDirectoryException {
    try {
      return decoder.of(bytes);
    } catch (IllegalArgumentException | MalformedException e) {
      throw file.damaged(e);
    }
  }

  /** Gives the folder free for another process. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
