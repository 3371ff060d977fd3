package aitta.antientropy;

import aitta.model.Key;
import aitta.peer.RangeMessage;
import aitta.replica.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through the keys of one leaf on both sides at once, a page at a time, and notes those whose
 * sets differ.
 */
final class LeafWalk {
  private static final byte[] START = new byte[0];

  private static final class Cursor {
    private final Deque<RangeMessage.KeyHash> keys = new ArrayDeque<>();
    private byte[] after;
    private boolean more;

    private Cursor(byte[] after, boolean more) {
      this.after = after;
      this.more = more;
    }

    private boolean isDry() {
      return keys.isEmpty() && more;
    }

    private void add(RangeMessage.KeyList page) {
      keys.addAll(page.keys());
      more = page.more() && !page.keys().isEmpty();
      if (more) {
        after = Rows.of(page.keys().get(page.keys().size() - 1).key());
      }
    }
  }

  private final int leaf;
  private final Key through;
  private final Map<Side, Cursor> cursors = new EnumMap<>(Side.class);
  private List<Difference> found = new ArrayList<>();
  private Key position; // the last key that was compared
  private Key begun; // and the one before the first of those found
  private long compared;
  private boolean done;

  private LeafWalk(int leaf, Key after, Key through, boolean own, boolean peer) {
    this.leaf = leaf;
    this.position = after;
    this.begun = after;
    this.through = through;
    byte[] start = after == null ? START : Rows.of(after);
    cursors.put(Side.OWN, new Cursor(start, own));
    cursors.put(Side.PEER, new Cursor(start, peer));
  }

  /** Through a whole leaf; a side whose hash is 0 has no keys there. */
  static LeafWalk whole(int leaf, long ownHash, long peerHash) {
    return new LeafWalk(leaf, null, null, ownHash != 0, peerHash != 0);
  }

  /** Once more through the part of the leaf in which {@link #take} found something. */
  LeafWalk again(Key after, Key last) {
    return new LeafWalk(leaf, after, last, true, true);
  }

  /** Asks for the pages without which it cannot go on. */
  void ask(Outbox box, int range, Runnable advanced) {
    for (Side side : Side.values()) {
      Cursor cursor = cursors.get(side);
      if (!done && cursor.isDry()) {
        byte[] after = cursor.after;
        box.ask(
            side,
            id -> new RangeMessage.ListKeys(id, range, leaf, after),
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
      RangeMessage.KeyHash mine = order <= 0 ? own.keys.poll() : null;
      RangeMessage.KeyHash theirs = order >= 0 ? peer.keys.poll() : null;
      if (mine == null && theirs == null) {
        done = true;
      } else {
        compare(mine, theirs);
      }
    }
  }

  /** A side that has no more keys comes last. */
  private static int order(RangeMessage.KeyHash own, RangeMessage.KeyHash peer) {
    if (own == null || peer == null) {
      return own == peer ? 0 : own == null ? 1 : -1;
    }
    return own.key().compareTo(peer.key());
  }

  private void compare(RangeMessage.KeyHash mine, RangeMessage.KeyHash theirs) {
    position = mine != null ? mine.key() : theirs.key();
    compared++;
    long own = mine == null ? 0 : mine.hash();
    long peer = theirs == null ? 0 : theirs.hash();
    if (own != peer) {
      found.add(new Difference(position, own, peer));
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

  /** Where the part begins that {@link #take} is about; null for the leaf's beginning. */
  Key begun() {
    return begun;
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
