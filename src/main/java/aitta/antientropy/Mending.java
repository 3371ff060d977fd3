package aitta.antientropy;

import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings each side what it lacks of some keys: fetches both sets, joins them, stores the result
 * where it is more than what was there. A side is sent nothing that it has.
 */
final class Mending {
  /** Small steps: a request that comes meanwhile waits for one of them. */
  private static final int MAX_KEYS = 128;

  private static final int MAX_STORE_BYTES = RangeMessage.MAX_SETS_BYTES;

  private final Outbox box;
  private final int range;
  private final Standing own;
  private final Deque<Difference> left;
  private final Runnable done;
  private final Map<Side, Map<Key, Siblings>> fetched = new EnumMap<>(Side.class);
  private int storing;
  private long mended;

  /**
   * @param own how this node's copy stands: sent along with what is stored
   * @param done called when every key has been dealt with
   */
  Mending(Outbox box, int range, Standing own, Collection<Difference> differences, Runnable done) {
    this.box = box;
    this.range = range;
    this.own = own;
    this.left = new ArrayDeque<>(differences);
    this.done = done;
  }

  void goOn() {
    if (left.isEmpty()) {
      done.run();
      return;
    }
    List<Difference> batch = left.stream().limit(MAX_KEYS).toList();
    fetched.clear();
    fetch(Side.OWN, batch.stream().filter(one -> one.own() != 0).toList());
    fetch(Side.PEER, batch.stream().filter(one -> one.peer() != 0).toList());
  }

  private void fetch(Side side, List<Difference> wanted) {
    if (wanted.isEmpty()) {
      arrived(side, List.of());
      return;
    }
    List<Key> keys = wanted.stream().map(Difference::key).toList();
    box.ask(
        side,
        id -> new RangeMessage.FetchSets(id, range, keys),
        RangeMessage.Sets.class,
        reply -> arrived(side, reply.sets()));
  }

  private void arrived(Side side, List<RangeMessage.KeySet> sets) {
    Map<Key, Siblings> byKey = new HashMap<>();
    sets.forEach(set -> byKey.put(set.key(), set.siblings()));
    fetched.put(side, byKey);
    if (fetched.size() == Side.values().length) {
      join();
    }
  }

  /** As far as both replies go: each may have been cut. */
  private void join() {
    Map<Side, List<RangeMessage.KeySet>> lacking = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      lacking.put(side, new ArrayList<>());
    }
    while (!left.isEmpty() && isHere(left.peek())) {
      Key key = left.poll().key();
      Siblings joined = of(Side.OWN, key).join(of(Side.PEER, key));
      boolean changes = false;
      for (Side side : Side.values()) {
        if (!of(side, key).includes(joined)) {
          lacking.get(side).add(new RangeMessage.KeySet(key, joined));
          changes = true;
        }
      }
      mended += changes ? 1 : 0;
    }
    storing = 1; // until all of them are asked
    lacking.forEach(this::store);
    stored();
  }

  private boolean isHere(Difference one) {
    boolean own = one.own() == 0 || fetched.get(Side.OWN).containsKey(one.key());
    return own && (one.peer() == 0 || fetched.get(Side.PEER).containsKey(one.key()));
  }

  private Siblings of(Side side, Key key) {
    return fetched.get(side).getOrDefault(key, Siblings.EMPTY);
  }

  private void store(Side side, List<RangeMessage.KeySet> sets) {
    List<RangeMessage.KeySet> message = new ArrayList<>();
    long bytes = 0;
    for (RangeMessage.KeySet set : sets) {
      message.add(set);
      bytes += SiblingsFormat.sizeBound(set.siblings());
      if (bytes >= MAX_STORE_BYTES) {
        send(side, message);
        message = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!message.isEmpty()) {
      send(side, message);
    }
  }

  private void send(Side side, List<RangeMessage.KeySet> sets) {
    storing++;
    box.ask(
        side,
        id -> new RangeMessage.StoreSets(id, range, own, sets),
        PeerMessage.Stored.class,
        reply -> stored());
  }

  private void stored() {
    storing--;
    if (storing == 0) {
      goOn();
    }
  }

  /** Keys of which one side, or each, lacked something. */
  long mended() {
    return mended;
  }
}
