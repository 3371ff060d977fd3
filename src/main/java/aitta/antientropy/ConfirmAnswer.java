package aitta.antientropy;

import aitta.peer.RangeMessage.RangeLife;
import aitta.replica.Fitness;
import java.util.List;
import java.util.function.Function;

/**
 * What this node says to another that asks whether its copies are as far as this node has ever seen
 * them. Of ranges where its own copy is behind, or not read back yet, it says nothing: what it knew
 * may be gone. A newcomer's copy that has lost nothing since it came beside a lone owner does say,
 * though it is behind: that owner could be confirmed by nobody else.
 *
 * @param confirmed ranges
 * @param denied ranges of which this node has seen more
 */
public record ConfirmAnswer(int[] confirmed, int[] denied) {
  /**
   * How far a copy was seen.
   *
   * @param life of the copy
   */
  public record Seen(long life, long seqNr) {}

  /**
   * @param seen how far the asking node's copy of a range was ever seen; null for never
   */
  public static ConfirmAnswer to(
      List<RangeLife> claims, Copies copies, Function<Integer, Seen> seen) {
    int[] confirmed =
        claims.stream()
            .filter(claim -> knows(copies, claim) && isTrue(claim, seen.apply(claim.range())))
            .mapToInt(RangeLife::range)
            .toArray();
    int[] denied =
        claims.stream()
            .filter(claim -> knows(copies, claim) && !isTrue(claim, seen.apply(claim.range())))
            .mapToInt(RangeLife::range)
            .toArray();
    return new ConfirmAnswer(confirmed, denied);
  }

  private static boolean knows(Copies copies, RangeLife claim) {
    return copies
        .of(claim.range())
        .filter(own -> own.fitness() != Fitness.BEHIND || own.vouches())
        .isPresent();
  }

  private static boolean isTrue(RangeLife claim, Seen seen) {
    return seen == null || seen.life() == claim.life() && seen.seqNr() <= claim.seqNr();
  }
}
