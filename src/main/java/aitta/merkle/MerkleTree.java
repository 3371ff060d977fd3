package aitta.merkle;

import aitta.model.KeyRange;
import aitta.model.Token;
import java.util.Arrays;

/**
 * The tree of one copy of one range: a root, branches below it, and {@link #FAN_OUT} leaves below
 * each branch. Used by one thread.
 */
public final class MerkleTree {
  /** Leaves of a branch. */
  public static final int FAN_OUT = 32;

  private static final int MAX_LEAVES = 1024;
  private static final int MAX_LEAVES_OF_ALL_RANGES = 1 << 18;

  private final long[] leaves;
  private final long[] branches;
  private final boolean[] stale; // branches whose leaves have changed

  /**
   * A tree of nothing.
   *
   * @param leaves a multiple of {@link #FAN_OUT}
   */
  public MerkleTree(int leaves) {
    if (leaves < FAN_OUT || leaves % FAN_OUT != 0) {
      throw new IllegalArgumentException(leaves + " leaves do not make branches of " + FAN_OUT);
    }
    this.leaves = new long[leaves];
    this.branches = new long[leaves / FAN_OUT];
    this.stale = new boolean[branches.length];
  }

  /**
   * How many leaves the tree of each range has: 1024, fewer where there are so many ranges that a
   * node's trees would take more than a few MB.
   */
  public static int leavesFor(int ranges) {
    KeyRange.checkCount(ranges);
    return Math.max(FAN_OUT, Math.min(MAX_LEAVES, MAX_LEAVES_OF_ALL_RANGES / ranges));
  }

  /** The leaf of a key: the bits of its token behind those that name its range. */
  public static int leafOf(Token token, int ranges, int leaves) {
    int bits = Integer.numberOfTrailingZeros(leaves);
    return (int) (token.high() << Integer.numberOfTrailingZeros(ranges) >>> (64 - bits));
  }

  public int leafCount() {
    return leaves.length;
  }

  public long leaf(int leaf) {
    return leaves[leaf];
  }

  /**
   * Changes what is known of one key of the leaf.
   *
   * @param before hash of what was known; 0 for nothing
   * @param after hash of what is known now
   * @return the leaf's hash now
   */
  public long change(int leaf, long before, long after) {
    return set(leaf, leaves[leaf] - before + after);
  }

  /** Gives the leaf a hash that was kept. */
  public long set(int leaf, long hash) {
    leaves[leaf] = hash;
    stale[leaf / FAN_OUT] = true;
    return hash;
  }

  /** The leaves below a branch. */
  public long[] leavesOf(int branch) {
    return Arrays.copyOfRange(leaves, branch * FAN_OUT, (branch + 1) * FAN_OUT);
  }

  /** The hashes of all branches. */
  public long[] branches() {
    for (int i = 0; i < branches.length; i++) {
      if (stale[i]) {
        branches[i] = chain(leaves, i * FAN_OUT, (i + 1) * FAN_OUT);
        stale[i] = false;
      }
    }
    return branches.clone();
  }

  public long root() {
    return rootOf(branches());
  }

  /** The root above these branches. */
  public static long rootOf(long[] branches) {
    return chain(branches, 0, branches.length);
  }

  /** Depends on the order; 0 for nothing but zeros. */
  private static long chain(long[] hashes, int from, int to) {
    long chained = 0;
    for (int i = from; i < to; i++) {
      chained = mix(chained * 31 + hashes[i]);
    }
    return chained;
  }

  /** The finalizer of SplitMix64: every bit of the outcome depends on every bit given. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
