package aitta.membership;

import java.time.Duration;

/**
 * How patient a node is while it looks for its cluster, in milliseconds.
 *
 * @param probeEvery between two rounds of questions while it has not joined
 * @param answerLife for which an answer counts as the word of a peer that is there
 * @param seedWait for which a fresh first seed looks for a cluster before it begins one
 * @param rankBase for which the lowest member of a ring looks for the others
 * @param rankStep more for each rank above the lowest
 * @param rankCap the most that a rank makes a node wait
 * @param joinTimeout for a join that peers seemed ready to accept
 * @param blockedPatience the same where it is known what stands in the way
 * @param aloneAfter without a cluster, a node with a ring serves alone if it must
 * @param apartEvery between two rounds of questions for clusters that formed apart
 */
public record Times(
    long probeEvery,
    long answerLife,
    long seedWait,
    long rankBase,
    long rankStep,
    long rankCap,
    long joinTimeout,
    long blockedPatience,
    long aloneAfter,
    long apartEvery) {

  /** Ready within 30 s without any peer, with time left for a slow start of the process. */
  public static Times of(Duration joinTimeout) {
    return new Times(
        500, 2500, 2500, 4000, 2000, 16_000, joinTimeout.toMillis(), 4000, 22_000, 5000);
  }

  /** How long the node of this rank looks for others before it begins alone. */
  public long waitOfRank(int rank) {
    return Math.min(rankBase + rank * rankStep, rankCap);
  }
}
