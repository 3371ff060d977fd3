package aitta.replica;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.peer.Standing;
import aitta.storage.RowScan;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Answers about the whole of a copy, read from its tree and its table. Changes nothing. Each looks
 * at no more than a page.
 */
final class RangeAnswers {
  private static final byte[] NONE = new byte[0];

  private final TableId table;
  private final RowStore store;
  private final Bookkeeping books;
  private final Function<Key, Siblings> newest;

  /**
   * @param newest the set of a key, on disk or on its way there
   */
  RangeAnswers(TableId table, RowStore store, Bookkeeping books, Function<Key, Siblings> newest) {
    this.table = table;
    this.store = store;
    this.books = books;
    this.newest = newest;
  }

  RangeMessage.Compared compare(RangeMessage.Compare compare, Standing standing, long keys) {
    long[] branches = books.tree().branches();
    boolean same = MerkleTree.rootOf(branches) == compare.root();
    return new RangeMessage.Compared(compare.id(), standing, keys, same ? new long[0] : branches);
  }

  /** The answer to a question that needs nothing but the tree and the rows. */
  PeerMessage.Reply look(RangeMessage.OfRange question) {
    if (question instanceof RangeMessage.FetchLeaves fetch) {
      return leaves(fetch);
    } else if (question instanceof RangeMessage.ListKeys list) {
      return list(list);
    } else if (question instanceof RangeMessage.FetchSets fetch) {
      return sets(fetch);
    }
    return new PeerMessage.Refused(
        question.id(), PeerMessage.Reason.NOT_OWNER, "this is no question to a copy");
  }

  private PeerMessage.Reply leaves(RangeMessage.FetchLeaves fetch) {
    MerkleTree tree = books.tree();
    int branches = tree.leafCount() / MerkleTree.FAN_OUT;
    if (IntStream.of(fetch.branches()).anyMatch(branch -> branch >= branches)) {
      return new PeerMessage.Refused(
          fetch.id(), PeerMessage.Reason.NOT_OWNER, "a tree here has " + branches + " branches");
    }
    return new RangeMessage.Leaves(
        fetch.id(),
        IntStream.of(fetch.branches())
            .boxed()
            .flatMapToLong(branch -> Arrays.stream(tree.leavesOf(branch)))
            .toArray());
  }

  private PeerMessage.Reply list(RangeMessage.ListKeys list) {
    int leaves = books.tree().leafCount();
    if (IntStream.of(list.leaves()).anyMatch(leaf -> leaf >= leaves)) {
      return new PeerMessage.Refused(
          list.id(), PeerMessage.Reason.NOT_OWNER, "a tree here has " + leaves + " leaves");
    }
    Page page = new Page(list.id());
    int[] wanted = list.leaves();
    byte[] after = list.after();
    for (int i = 0; i < wanted.length && !page.more; ) {
      int first = i;
      do {
        i++;
      } while (i < wanted.length && wanted[i] == wanted[i - 1] + 1);
      read(wanted[first], after, wanted[i - 1], page);
      after = NONE;
    }
    return new RangeMessage.KeyList(page.id, page.keys, page.more);
  }

  private static final class Page {
    private final long id;
    private final List<RangeMessage.KeyHash> keys = new ArrayList<>();
    private int read;
    private boolean more;

    private Page(long id) {
      this.id = id;
    }

    private boolean isFull() {
      return keys.size() == RangeMessage.MAX_KEYS || read >= RangeMessage.MAX_LISTED_BYTES;
    }
  }

  /** Leaves that lie side by side, in one go: a scan for each costs more than the keys in it. */
  private void read(int first, byte[] after, int last, Page page) {
    byte[] from = Rows.listed(first, after);
    byte[] start = after.length == 0 ? from : Arrays.copyOf(from, from.length + 1);
    try (RowScan scan = store.scan(table, start, Rows.behindListed(last))) {
      while (scan.next()) {
        if (page.isFull()) {
          page.more = true;
          return;
        }
        byte[] listed = scan.row();
        byte[] row = Rows.keyRowOfListed(listed);
        byte[] value = store.get(table, row);
        page.read += value == null ? 0 : value.length;
        page.keys.add(
            new RangeMessage.KeyHash(
                Rows.leafOf(listed), Rows.keyOf(row), Bookkeeping.hash(row, decode(value))));
      }
    }
  }

  private RangeMessage.Sets sets(RangeMessage.FetchSets fetch) {
    List<RangeMessage.KeySet> sets = new ArrayList<>();
    int bytes = 0;
    for (Key key : fetch.keys()) {
      Siblings siblings = stored(Rows.of(key));
      bytes += SiblingsFormat.sizeBound(siblings);
      if (!sets.isEmpty() && bytes > RangeMessage.MAX_SETS_BYTES) {
        break;
      }
      sets.add(new RangeMessage.KeySet(key, siblings));
    }
    return new RangeMessage.Sets(fetch.id(), sets);
  }

  private Siblings stored(byte[] keyRow) {
    return decode(store.get(table, keyRow));
  }

  private static Siblings decode(byte[] value) {
    return value == null ? Siblings.EMPTY : SiblingsFormat.decode(value);
  }

  /**
   * Which of the keys are held exactly so, and nothing newer is on its way to the disk.
   *
   * @param deadBefore no version may have been live since then, by this node's clock
   */
  RangeMessage.Approved approve(
      RangeMessage.ApproveReclaim approve, long deadBefore, Predicate<Key> isPending) {
    List<DeadKey> keys = approve.keys();
    return new RangeMessage.Approved(
        approve.id(),
        IntStream.range(0, keys.size())
            .filter(i -> !isPending.test(keys.get(i).key()) && isDead(keys.get(i), deadBefore))
            .toArray());
  }

  private boolean isDead(DeadKey dead, long before) {
    Siblings held = stored(Rows.of(dead.key()));
    long from = Bookkeeping.deadFrom(held);
    return from != Bookkeeping.NEVER && from <= before && held.summary().equals(dead.summary());
  }

  /**
   * The keys that are to be forgotten: those of which no more is known than what was decided about.
   *
   * @return null where something is held that is older than that: this copy was away
   */
  List<DeadKey> toForget(RangeMessage.ApplyReclaim apply) {
    List<DeadKey> gone = new ArrayList<>();
    for (DeadKey dead : apply.keys()) {
      Siblings held = newest.apply(dead.key());
      if (!held.isEmpty() && !held.summary().includes(dead.summary())) {
        return null;
      }
      if (!held.isEmpty() && held.summary().equals(dead.summary())) {
        gone.add(dead);
      }
    }
    return gone;
  }

  /** The first of those that have been dead since {@code before} at least, longest dead first. */
  List<DeadKey> deadKeys(long before, int max) {
    List<DeadKey> dead = new ArrayList<>();
    if (before < 0) {
      return dead;
    }
    try (RowScan scan = store.scan(table, Rows.deadKeys(), Rows.dead(before, NONE))) {
      while (dead.size() < max && scan.next()) {
        byte[] row = Rows.keyRowOfDead(scan.row());
        dead.add(new DeadKey(Rows.keyOf(row), stored(row).summary()));
      }
    }
    return dead;
  }
}
