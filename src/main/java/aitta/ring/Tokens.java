package aitta.ring;

import aitta.model.Md5;
import aitta.model.NodeId;
import aitta.model.Token;
import java.nio.charset.StandardCharsets;

/**
 * The tokens (virtual nodes) of one node: one on each range, numbered in an order that comes from
 * the node's id alone. So they never move, whoever joins or leaves.
 *
 * <p>Because the numbering is a permutation, a node has exactly as many low tokens as any other;
 * with tokens thrown at random points of the ring, their count per stretch would vary, and the load
 * with it.
 */
final class Tokens {
  private static final int ROUNDS = 4;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final int ranges;
  private final int fold;
  private final long seed;
  private final int[] add = new int[ROUNDS];
  private final int[] multiply = new int[ROUNDS];

  /**
   * @param ranges Q, a power of two
   */
  Tokens(NodeId id, int ranges) {
    Token hash = md5(id);
    this.ranges = ranges;
    this.fold = (Integer.numberOfTrailingZeros(ranges) + 1) / 2;
    this.seed = hash.low();
    for (int i = 0; i < ROUNDS; i++) {
      long key = mix(hash.high() + GOLDEN * (i + 1));
      add[i] = (int) key;
      multiply[i] = (int) (key >>> 32) | 1; // an odd factor has an inverse modulo a power of two
    }
  }

  /** The number of this node's token on {@code range}: 0 to Q − 1, each exactly once. */
  int number(int range) {
    int mask = ranges - 1;
    int x = range;
    for (int i = 0; i < ROUNDS; i++) {
      x = (x + add[i]) * multiply[i] & mask;
      x ^= x >>> fold;
    }
    return x;
  }

  /**
   * Where the token on {@code range} lies in the order of all tokens of this node: above 0, below
   * 1. A fraction, so that tokens of different nodes on the same range practically never tie.
   */
  double place(int range) {
    double fraction = ((mix(seed + GOLDEN * range) >>> 11) + 0.5) * 0x1p-53;
    return (number(range) + fraction) / ranges;
  }

  /**
   * How far a range has to walk to this token. The nearest of many nodes is each with a probability
   * in proportion to its {@code rate} (a race of exponential clocks).
   *
   * @param place of the token, from {@link #place}
   */
  static double distance(double place, double rate) {
    return -StrictMath.log1p(-place) / rate; // StrictMath: the same bits on every machine
  }

  private static Token md5(NodeId id) {
    return Token.of(Md5.start().digest(id.value().getBytes(StandardCharsets.US_ASCII)));
  }

  /** Spreads every bit of {@code z} over all 64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
