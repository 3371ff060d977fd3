package aitta.antientropy;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.ownership.Pledge;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.replica.Rows;
import aitta.version.Siblings;
import aitta.version.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A copy of a range as an exchange sees it, in the slowest and most obvious way: every question is
 * answered by looking through all that there is.
 */
final class SimulatedCopy {
  static final int RANGE = 3;
  private static final int BRANCHES = 4;
  private static final int FAN_OUT = 4;
  private static final int PAGE = 5;
  private static final int SETS = 3;

  final Map<Key, Siblings> sets = new TreeMap<>();
  final Map<Long, List<RangeMessage.DeadKey>> decisions = new TreeMap<>();
  long life = 1;
  long mark;
  boolean fit = true;
  Pledge pledge = Pledge.NONE;
  final List<Pledge> heard = new ArrayList<>();
  final Set<Key> stored = new TreeSet<>();

  void join(Key key, Siblings siblings) {
    sets.merge(key, siblings, Siblings::join);
  }

  Siblings get(Key key) {
    return sets.getOrDefault(key, Siblings.EMPTY);
  }

  /** Reclaims these keys as the next decision. */
  void reclaim(List<Key> keys) {
    List<RangeMessage.DeadKey> dead =
        keys.stream().map(key -> new RangeMessage.DeadKey(key, get(key).summary())).toList();
    mark++;
    decisions.put(mark, dead);
    keys.forEach(sets::remove);
  }

  PeerMessage.Reply answer(PeerMessage.Question question) {
    long id = question.id();
    if (question instanceof RangeMessage.Compare compare) {
      heard.add(compare.mine().pledge());
      long[] branches = branches();
      boolean same = MerkleTree.rootOf(branches) == compare.root();
      boolean none = sets.isEmpty() && compare.root() == 0;
      return new RangeMessage.Compared(
          id, standing(), sets.size(), same || none ? new long[0] : branches);
    }
    if (question instanceof RangeMessage.FetchLeaves fetch) {
      long[] leaves = leaves();
      return new RangeMessage.Leaves(
          id,
          Arrays.stream(fetch.branches())
              .boxed()
              .flatMapToLong(b -> Arrays.stream(leaves, b * FAN_OUT, (b + 1) * FAN_OUT))
              .toArray());
    }
    if (question instanceof RangeMessage.ListKeys list) {
      return list(id, list);
    }
    if (question instanceof RangeMessage.FetchSets fetch) {
      return new RangeMessage.Sets(
          id,
          fetch.keys().stream()
              .limit(SETS)
              .map(key -> new RangeMessage.KeySet(key, get(key)))
              .toList());
    }
    if (question instanceof RangeMessage.StoreSets store) {
      store.sets().forEach(set -> join(set.key(), set.siblings()));
      store.sets().forEach(set -> stored.add(set.key()));
      return new PeerMessage.Stored(id, 0);
    }
    if (question instanceof RangeMessage.FetchReclaim) {
      return new RangeMessage.LastReclaim(id, mark, 7, decisions.getOrDefault(mark, List.of()));
    }
    return apply(id, (RangeMessage.ApplyReclaim) question);
  }

  private PeerMessage.Reply apply(long id, RangeMessage.ApplyReclaim apply) {
    for (RangeMessage.DeadKey dead : apply.keys()) {
      Summary held = get(dead.key()).summary();
      if (!held.equals(Summary.EMPTY) && !held.includes(dead.summary())) {
        return new PeerMessage.Refused(id, Reason.OLDER_MARK, "an old copy");
      }
    }
    for (RangeMessage.DeadKey dead : apply.keys()) {
      sets.computeIfPresent(
          dead.key(), (key, set) -> set.summary().equals(dead.summary()) ? null : set);
    }
    mark = apply.number();
    decisions.put(mark, apply.keys());
    return new PeerMessage.Stored(id, 0);
  }

  private Standing standing() {
    return new Standing(life, 1, mark, fit, 0, 1, pledge);
  }

  private RangeMessage.KeyList list(long id, RangeMessage.ListKeys list) {
    List<RangeMessage.KeyHash> found = new ArrayList<>();
    for (int leaf : list.leaves()) {
      boolean first = leaf == list.leaves()[0];
      for (Map.Entry<Key, Siblings> entry : sets.entrySet()) {
        boolean behind = Arrays.compareUnsigned(Rows.of(entry.getKey()), list.after()) > 0;
        if (leafOf(entry.getKey()) == leaf && (behind || !first)) {
          found.add(new RangeMessage.KeyHash(leaf, entry.getKey(), hash(entry)));
        }
      }
    }
    boolean more = found.size() > PAGE;
    return new RangeMessage.KeyList(id, more ? found.subList(0, PAGE) : found, more);
  }

  private long[] branches() {
    long[] leaves = leaves();
    long[] branches = new long[BRANCHES];
    for (int i = 0; i < leaves.length; i++) {
      branches[i / FAN_OUT] = branches[i / FAN_OUT] * 31 + leaves[i];
    }
    return branches;
  }

  private long[] leaves() {
    long[] leaves = new long[BRANCHES * FAN_OUT];
    sets.entrySet().forEach(entry -> leaves[leafOf(entry.getKey())] += hash(entry));
    return leaves;
  }

  private static int leafOf(Key key) {
    return (int) Long.remainderUnsigned(key.token().low(), BRANCHES * FAN_OUT);
  }

  private static long hash(Map.Entry<Key, Siblings> entry) {
    return 0x9e3779b97f4a7c15L * (1 + Objects.hash(entry.getKey(), entry.getValue().summary()));
  }
}
