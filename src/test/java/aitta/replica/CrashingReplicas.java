package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.request.Request;
import aitta.storage.RowChange;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The owners of one range, each a {@link ReplicaState} over a map that stands for its disk, in one
 * thread and by one seed: writes, messages in any order or lost or twice, batches, crashes.
 *
 * <p>It keeps account, dot by dot and without contexts, of what each write took the place of.
 */
final class CrashingReplicas {
  private static final int COPIES = 3;
  private static final int ENOUGH = 2; // durable copies of an acknowledged write
  private static final int KEYS = 3;
  private static final int MAX_MESSAGES = 40;

  private static final int RANGES = 128;

  private record Message(int to, Key key, Siblings siblings) {}

  private static final class Copy {
    final Map<Key, Siblings> disk = new HashMap<>();
    final Map<ByteBuffer, byte[]> rows = new HashMap<>();
    Bookkeeping books;
    Figures figures = Figures.NONE;
    ReplicaState state;
    SentSets sent; // null while it is fit
    ReplicaState.Batch writing;

    Siblings stored(Key key) {
      return disk.getOrDefault(key, Siblings.EMPTY);
    }

    Siblings newest(Key key) {
      Siblings pending = state.pending(key);
      return pending == null ? stored(key) : pending;
    }
  }

  private final RandomGenerator random;
  private final boolean freshWriters;
  private final List<Copy> copies = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<Siblings> shown = new ArrayList<>(); // to clients, with the key at the same
  private final List<Key> shownKeys = new ArrayList<>(); // index here
  private final Map<Key, Map<Dot, Set<Dot>>> superseded = new HashMap<>(); // by each dot
  private final Map<Key, Set<Dot>> acknowledged = new HashMap<>();
  private final Set<Dot> used = new HashSet<>();
  private int dotsUsedTwice;
  private int minted;
  private int crashes;

  /**
   * @param freshWriters false for the mistake of going on under the same writer id after a crash
   */
  CrashingReplicas(RandomGenerator random, boolean freshWriters) {
    this.random = random;
    this.freshWriters = freshWriters;
    for (int i = 0; i < COPIES; i++) {
      Copy copy = new Copy();
      copies.add(copy);
      start(copy, Dot.drawWriter(random));
      copy.sent = null;
    }
  }

  private static void start(Copy copy, long writer) {
    copy.state = new ReplicaState(writer, copy.figures, Promise.NONE, Writes.NO_LIMITS);
    copy.sent = new SentSets();
    copy.writing = null;
    copy.books = new Bookkeeping(RANGES);
    copy.rows.forEach(
        (row, value) -> {
          if (row.get(0) == 0 && row.get(1) == 'm') {
            copy.books.tree().set(Rows.leafOf(row.array()), Rows.hash(value));
          }
        });
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      noteAcknowledged();
    }
  }

  private void step() {
    int index = random.nextInt(COPIES);
    Copy copy = copies.get(index);
    Key key = key(random.nextInt(KEYS));
    switch (random.nextInt(18)) {
      case 0, 1, 2, 3 -> mint(index, key);
      case 4, 5, 6, 7 -> deliver();
      case 8, 9, 10 -> beginBatch(copy);
      case 11, 12, 13 -> finishBatch(copy);
      case 14 -> show(key, copy.stored(key));
      case 15, 16 -> copy.sent = null;
      default -> crash(copy);
    }
  }

  private static Key key(int index) {
    return Key.of("bucket", "key-" + index);
  }

  private void mint(int index, Key key) {
    Copy copy = copies.get(index);
    Siblings current = copy.newest(key);
    Set<Dot> taken = new HashSet<>();
    Context learned = Context.EMPTY;
    Request.Write write;
    int kind = random.nextInt(3);
    if (kind == 0) {
      write = Writes.add(key, "value " + minted);
    } else if (kind == 1 && shownKeys.contains(key)) {
      Siblings seen = shown.get(shownKeys.lastIndexOf(key));
      write = Writes.put(key, "value " + minted, seen.seen());
      taken = all(key, seen);
    } else {
      Siblings elsewhere = copies.get(random.nextInt(COPIES)).stored(key);
      learned = elsewhere.context();
      write = minted % 4 == 0 ? Writes.delete(key) : Writes.put(key, "value " + minted);
      taken = all(key, current);
      taken.addAll(all(key, elsewhere));
    }
    Siblings sent = copy.sent == null ? current : copy.sent.of(key);
    ReplicaState.Minting outcome = copy.state.mint(current, sent, write, learned, 0, minted);
    if (outcome instanceof ReplicaState.Minted done) {
      if (copy.sent != null && (random.nextInt(8) == 0 || !copy.sent.keep(key, done.siblings()))) {
        copy.sent.clear(); // there was no room
        copy.state.renewWriter(Dot.drawWriter(random));
      }
      minted++;
      dotsUsedTwice += used.add(done.dot()) ? 0 : 1;
      superseded.computeIfAbsent(key, k -> new HashMap<>()).put(done.dot(), taken);
      send(index, key, done.siblings());
    } else {
      assertThat(freshWriters).as("%s", outcome).isFalse(); // nobody names dots of the future
    }
  }

  /** The versions of a set, and all that they took the place of. */
  private Set<Dot> all(Key key, Siblings siblings) {
    Set<Dot> dots = new HashSet<>();
    for (Version version : siblings.versions()) {
      dots.add(version.dot());
      dots.addAll(superseded.get(key).get(version.dot()));
    }
    return dots;
  }

  private void send(int from, Key key, Siblings siblings) {
    for (int to = 0; to < COPIES; to++) {
      if (to != from && messages.size() < MAX_MESSAGES) {
        messages.add(new Message(to, key, siblings));
      }
    }
  }

  private void deliver() {
    if (messages.isEmpty()) {
      return;
    }
    Message message = messages.get(random.nextInt(messages.size()));
    int fate = random.nextInt(8);
    if (fate != 0) { // once in a while it comes again later
      messages.remove(message);
    }
    if (fate != 1) { // and once in a while it is lost
      Copy copy = copies.get(message.to());
      copy.state.join(message.key(), copy.newest(message.key()), message.siblings());
    }
  }

  private void beginBatch(Copy copy) {
    if (copy.writing == null) {
      copy.writing = copy.state.nextBatch(200); // one or two sets
    }
  }

  private void finishBatch(Copy copy) {
    if (copy.writing != null) {
      persist(copy);
      copy.state.written();
      copy.writing = null;
    }
  }

  private static void persist(Copy copy) {
    copy.disk.putAll(copy.writing.sets());
    copy.figures = copy.writing.figures();
    for (RowChange change : copy.books.rows(copy.writing)) {
      if (change.isDelete()) {
        copy.rows.remove(ByteBuffer.wrap(change.row()));
      } else {
        copy.rows.put(ByteBuffer.wrap(change.row()), change.value());
      }
    }
  }

  private void show(Key key, Siblings siblings) {
    shown.add(siblings);
    shownKeys.add(key);
  }

  private void crash(Copy copy) {
    crashes++;
    if (copy.writing != null && random.nextBoolean()) {
      persist(copy); // the event was in the journal, only nobody was told
    }
    start(copy, freshWriters ? Dot.drawWriter(random) : copy.state.writer());
  }

  private void noteAcknowledged() {
    for (Key key : superseded.keySet()) {
      for (Dot dot : superseded.get(key).keySet()) {
        if (copies.stream().filter(copy -> copy.stored(key).has(dot)).count() >= ENOUGH) {
          acknowledged.computeIfAbsent(key, k -> new HashSet<>()).add(dot);
        }
      }
    }
  }

  /** All copies take in what the others have, until all is on disk everywhere. */
  void exchange() {
    for (Copy copy : copies) {
      for (Copy other : copies) {
        other.disk.forEach((key, siblings) -> copy.state.join(key, copy.newest(key), siblings));
      }
      do {
        finishBatch(copy);
        beginBatch(copy);
      } while (copy.writing != null);
    }
  }

  /** Acknowledged versions that are gone, though no version that is left took their place. */
  Set<Dot> lost() {
    Set<Dot> lost = new HashSet<>();
    acknowledged.forEach(
        (key, dots) -> {
          lost.addAll(dots);
          copies.forEach(copy -> lost.removeAll(all(key, copy.stored(key))));
        });
    return lost;
  }

  boolean areEqual() {
    return copies.stream().allMatch(copy -> copy.disk.equals(copies.get(0).disk));
  }

  /** Whether each copy's figures are what counting its rows gives. */
  void requireExactFigures() {
    for (Copy copy : copies) {
      Figures counted = Figures.NONE;
      for (Siblings siblings : copy.disk.values()) {
        counted = counted.changed(Siblings.EMPTY, siblings);
      }
      assertThat(copy.figures).isEqualTo(counted);
    }
  }

  /** Whether what lies beside the keys is what going through all keys gives. */
  void requireTrueBooks() {
    for (Copy copy : copies) {
      Map<ByteBuffer, byte[]> expected = new HashMap<>();
      MerkleTree tree = new MerkleTree(MerkleTree.leavesFor(RANGES));
      copy.disk.forEach(
          (key, siblings) -> {
            byte[] row = Rows.of(key);
            int leaf = copy.books.leafOf(key);
            tree.change(leaf, 0, Bookkeeping.hash(row, siblings));
            expected.put(ByteBuffer.wrap(row), SiblingsFormat.encode(siblings));
            expected.put(ByteBuffer.wrap(Rows.listed(leaf, row)), new byte[0]);
            long dead = Bookkeeping.deadFrom(siblings);
            if (dead != Bookkeeping.NEVER) {
              expected.put(ByteBuffer.wrap(Rows.dead(dead, row)), new byte[0]);
            }
          });
      for (int leaf = 0; leaf < tree.leafCount(); leaf++) {
        if (tree.leaf(leaf) != 0) {
          expected.put(ByteBuffer.wrap(Rows.leaf(leaf)), Rows.hash(tree.leaf(leaf)));
        }
      }
      assertThat(copy.rows.keySet()).isEqualTo(expected.keySet());
      expected.forEach((row, value) -> assertThat(copy.rows.get(row)).isEqualTo(value));
      assertThat(copy.books.tree().root()).isEqualTo(tree.root());
    }
    assertThat(copies.stream().map(copy -> copy.books.tree().root()).distinct()).hasSize(1);
  }

  int dotsUsedTwice() {
    return dotsUsedTwice;
  }

  int crashes() {
    return crashes;
  }

  int acknowledged() {
    return acknowledged.values().stream().mapToInt(Set::size).sum();
  }
}
