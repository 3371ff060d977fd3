package aitta.antientropy;

import aitta.model.Key;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.KeyHash;
import aitta.replica.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Walks through the keys of some leaves on both sides at once, a page at a time, and notes those
 * whose sets differ.
 */
final class LeafWalk {
  private static final byte[] START = new byte[0];

  /** Where a walk is: leaf after leaf, and within a leaf in the order of the keys. */
  record Place(int leaf, Key key) implements Comparable<Place> {
    static Place of(KeyHash entry) {
      return new Place(entry.leaf(), entry.key());
    }

    @Override
    public int compareTo(Place other) {
      return leaf == other.leaf ? key.compareTo(other.key) : Integer.compare(leaf, other.leaf);
    }
  }

  /** A leaf that differs; a side whose hash is 0 has no keys there. */
  record Leaf(int leaf, long own, long peer) {}

  private static final class Cursor {
    private final Deque<KeyHash> keys = new ArrayDeque<>();
    private int[] leaves;
    private byte[] after;
    private boolean more;

    private Cursor(int[] leaves, byte[] after) {
      this.leaves = leaves;
      this.after = after;
      this.more = leaves.length > 0;
    }

    private boolean isDry() {
      return keys.isEmpty() && more;
    }

    private void add(RangeMessage.KeyList page) {
      keys.addAll(page.keys());
      more = page.more() && !page.keys().isEmpty();
      if (more) {
        KeyHash last = page.keys().get(page.keys().size() - 1);
        leaves = IntStream.of(leaves).filter(leaf -> leaf >= last.leaf()).toArray();
        after = Rows.of(last.key());
      }
    }
  }

  private final int[] leaves;
  private final Place through;
  private final Map<Side, Cursor> cursors = new EnumMap<>(Side.class);
  private List<Difference> found = new ArrayList<>();
  private Place position; // the last key that was compared
  private Place begun; // and the one before the first of those found
  private Place last; // the last of those found
  private long compared;
  private boolean done;

  private LeafWalk(int[] leaves, Place after, Place through, int[] own, int[] peer) {
    this.leaves = leaves;
    this.position = after;
    this.begun = after;
    this.through = through;
    cursors.put(Side.OWN, new Cursor(own, start(after, own)));
    cursors.put(Side.PEER, new Cursor(peer, start(after, peer)));
  }

  private static byte[] start(Place after, int[] leaves) {
    boolean within = after != null && leaves.length > 0 && leaves[0] == after.leaf();
    return within ? Rows.of(after.key()) : START;
  }

  /**
   * Through whole leaves.
   *
   * @param differing in ascending order
   */
  static LeafWalk whole(List<Leaf> differing) {
    return new LeafWalk(
        differing.stream().mapToInt(Leaf::leaf).toArray(),
        null,
        null,
        differing.stream().filter(one -> one.own() != 0).mapToInt(Leaf::leaf).toArray(),
        differing.stream().filter(one -> one.peer() != 0).mapToInt(Leaf::leaf).toArray());
  }

  /** Once more through the part in which {@link #take} found something. */
  LeafWalk again(Place from, Place to) {
    int[] part =
        IntStream.of(leaves)
            .filter(leaf -> (from == null || leaf >= from.leaf()) && leaf <= to.leaf())
            .toArray();
    return new LeafWalk(part, from, to, part, part);
  }

  /** Asks for the pages without which it cannot go on. */
  void ask(Outbox box, int range, Runnable advanced) {
    for (Side side : Side.values()) {
      Cursor cursor = cursors.get(side);
      if (!done && cursor.isDry()) {
        int[] listed = cursor.leaves;
        byte[] after = cursor.after;
        box.ask(
            side,
            id -> new RangeMessage.ListKeys(id, range, listed, after),
            RangeMessage.KeyList.class,
            page -> {
              cursor.add(page);
              if (!isDry()) {
                advance();
                advanced.run();
              }
            });
      }
    }
  }

  private boolean isDry() {
    return cursors.values().stream().anyMatch(Cursor::isDry);
  }

  private void advance() {
    Cursor own = cursors.get(Side.OWN);
    Cursor peer = cursors.get(Side.PEER);
    while (!done && !isDry()) {
      int order = order(own.keys.peek(), peer.keys.peek());
      KeyHash mine = order <= 0 ? own.keys.poll() : null;
      KeyHash theirs = order >= 0 ? peer.keys.poll() : null;
      if (mine == null && theirs == null) {
        done = true;
      } else {
        compare(mine, theirs);
      }
    }
  }

  /** A side that has no more keys comes last. */
  private static int order(KeyHash own, KeyHash peer) {
    if (own == null || peer == null) {
      return own == peer ? 0 : own == null ? 1 : -1;
    }
    return Place.of(own).compareTo(Place.of(peer));
  }

  private void compare(KeyHash mine, KeyHash theirs) {
    position = Place.of(mine != null ? mine : theirs);
    compared++;
    long own = mine == null ? 0 : mine.hash();
    long peer = theirs == null ? 0 : theirs.hash();
    if (own != peer) {
      found.add(new Difference(position.key(), own, peer));
      last = position;
    }
    if (through != null && position.compareTo(through) >= 0) {
      done = true;
    }
  }

  boolean isDone() {
    return done;
  }

  int foundCount() {
    return found.size();
  }

  /** Where the part begins that {@link #take} is about; null for the beginning of all. */
  Place begun() {
    return begun;
  }

  /** Where the last lies of those that {@link #take} is about; undefined where there are none. */
  Place last() {
    return last;
  }

  /** The differences found since the last call. */
  List<Difference> take() {
    List<Difference> taken = found;
    found = new ArrayList<>();
    begun = position;
    return taken;
  }

  /** How many keys were compared since the last call. */
  long takeCompared() {
    long taken = compared;
    compared = 0;
    return taken;
  }
}
