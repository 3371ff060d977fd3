package aitta.replica;

import aitta.codec.Output;
import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.model.Md5;
import aitta.storage.RowChange;
import aitta.version.HybridTime;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Summary;
import aitta.version.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from a key's new set beside its row: its leaf's hash, its place in the list of the
 * leaf's keys, its place in the list of dead keys. All of it goes to disk with the row, so that
 * none of it is ever built anew. Used by one thread.
 */
final class Bookkeeping {
  /** Of a key that has a version which stays live. */
  static final long NEVER = -1;

  private static final byte[] LISTED = new byte[0];

  private final int ranges;
  private final MerkleTree tree;

  /**
   * @param ranges Q
   */
  Bookkeeping(int ranges) {
    this.ranges = ranges;
    this.tree = new MerkleTree(MerkleTree.leavesFor(ranges));
  }

  /** Of what is written or being written. */
  MerkleTree tree() {
    return tree;
  }

  int leafOf(Key key) {
    return MerkleTree.leafOf(key.token(), ranges, tree.leafCount());
  }

  /** The rows that make a batch true; counts it into the tree. */
  List<RowChange> rows(ReplicaState.Batch batch) {
    List<RowChange> rows = new ArrayList<>(3 * batch.sets().size() + batch.also().size());
    Map<Integer, Long> leaves = new HashMap<>();
    batch
        .sets()
        .forEach(
            (key, after) -> {
              byte[] row = Rows.of(key);
              Siblings before = batch.before().get(key);
              int leaf = leafOf(key);
              leaves.put(leaf, tree.change(leaf, hash(row, before), hash(row, after)));
              rows.add(new RowChange(row, after.isEmpty() ? null : SiblingsFormat.encode(after)));
              if (before.isEmpty() != after.isEmpty()) {
                rows.add(new RowChange(Rows.listed(leaf, row), after.isEmpty() ? null : LISTED));
              }
              addDead(row, deadFrom(before), deadFrom(after), rows);
            });
    leaves.forEach(
        (leaf, hash) ->
            rows.add(new RowChange(Rows.leaf(leaf), hash == 0 ? null : Rows.hash(hash))));
    rows.addAll(batch.also());
    return rows;
  }

  private static void addDead(byte[] row, long before, long after, List<RowChange> rows) {
    if (before != after) {
      if (before != NEVER) {
        rows.add(new RowChange(Rows.dead(before, row), null));
      }
      if (after != NEVER) {
        rows.add(new RowChange(Rows.dead(after, row), LISTED));
      }
    }
  }

  /**
   * From when on no version is live, in ms since 1970: a tombstone from its write on, others from
   * their expiry on.
   *
   * @return {@link #NEVER} where a version stays live, or there is nothing
   */
  static long deadFrom(Siblings siblings) {
    if (siblings.isEmpty()) {
      return NEVER;
    }
    long from = 0;
    for (Version version : siblings.versions()) {
      if (!version.deleted() && version.expiresAtMillis() == 0) {
        return NEVER;
      }
      from =
          Math.max(
              from,
              version.deleted()
                  ? HybridTime.millis(version.timestamp())
                  : version.expiresAtMillis());
    }
    return from;
  }

  /** What a key's set counts in its leaf: name, context, versions, but no values. */
  static long hash(byte[] keyRow, Siblings siblings) {
    return siblings.isEmpty() ? 0 : hash(keyRow, siblings.summary());
  }

  private static long hash(byte[] keyRow, Summary summary) {
    Output out = new Output(keyRow.length + 128).putBytes(keyRow);
    summary.writeTo(out);
    return ByteBuffer.wrap(Md5.start().digest(out.toBytes())).getLong();
  }
}
