package aitta.scale;

import aitta.coordinator.PeerHealth;
import aitta.model.NodeId;
import aitta.quorum.ReadRound;
import aitta.version.Siblings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * How long reads take whose owners answer with a heavy tail: production's rounds of a read and its
 * sense of what is usual, over modelled delays.
 *
 * @param micros of each read, in order
 * @param asked questions a read
 */
record ReadLatency(long[] micros, double asked) {
  private static final long HEDGE_AFTER_MICROS = 10_000; // the setting's default
  private static final List<NodeId> OWNERS =
      List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));

  private record Reply(long at, ReadRound.Ask to) {}

  static ReadLatency of(int reads, int r, boolean hedged) {
    SplittableRandom random = new SplittableRandom(7);
    PeerHealth health = new PeerHealth(random.split());
    long[] took = new long[reads];
    long asked = 0;
    for (int i = 0; i < reads; i++) {
      ReadRound round =
          new ReadRound(
              new ReadRound.Plan(
                  health.order(OWNERS, OWNERS.get(0)), List.of(), List.of(), r, true),
              0);
      PriorityQueue<Reply> replies =
          new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));
      Map<NodeId, Boolean> waited = new HashMap<>();
      long now = 0;
      ReadRound.Step step = round.step();
      boolean slow = !hedged;
      while (!(step instanceof ReadRound.Answer)) {
        if (step instanceof ReadRound.Asking asking) {
          for (ReadRound.Ask ask : asking.asks()) {
            asked++;
            waited.put(ask.node(), true);
            replies.add(new Reply(now + delay(random), ask));
          }
        }
        Reply next = replies.peek();
        long overdue = Math.max(HEDGE_AFTER_MICROS, health.usualMicros(waited.keySet()));
        if (!slow && next.at() > overdue) {
          slow = true;
          now = overdue;
          round.slow();
        } else {
          replies.poll();
          now = next.at();
          waited.remove(next.to().node());
          health.answered(next.to().node(), now);
          if (next.to().full()) {
            round.replied(next.to().node(), Siblings.EMPTY, true);
          } else {
            round.replied(next.to().node(), Siblings.EMPTY.summary(), true);
          }
        }
        step = round.step();
      }
      took[i] = now;
    }
    Arrays.sort(took);
    return new ReadLatency(took, (double) asked / reads);
  }

  /** Half a millisecond at least, a Pareto tail, and now and then a pause of the node. */
  private static long delay(SplittableRandom random) {
    double tail = 500 * Math.pow(1 - random.nextDouble(), -1 / 1.6);
    double pause = random.nextInt(500) == 0 ? random.nextDouble() * 200_000 : 0;
    return (long) Math.min(2_000_000, tail + pause);
  }

  double millisOf(double quantile) {
    return micros[(int) Math.min(micros.length - 1L, (long) (quantile * micros.length))] / 1e3;
  }
}
