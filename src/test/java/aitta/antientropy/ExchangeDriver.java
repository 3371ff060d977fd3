package aitta.antientropy;

import aitta.peer.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Brings the questions of an exchange to two simulated copies and the answers back, each in an
 * order of its own.
 */
final class ExchangeDriver {
  private record Waiting(Step.Ask ask, PeerMessage.Reply reply) {}

  private final ExchangeRound round;
  private final SimulatedCopy own;
  private final SimulatedCopy peer;
  private final RandomGenerator random;
  private final List<Waiting> waiting = new ArrayList<>();
  Runnable meanwhile = () -> {}; // before each question arrives
  Runnable inPause = () -> {};
  double lossOfReplies;
  int asked;
  int pauses;
  private Step.End end;

  ExchangeDriver(
      ExchangeRound round, SimulatedCopy own, SimulatedCopy peer, RandomGenerator random) {
    this.round = round;
    this.own = own;
    this.peer = peer;
    this.random = random;
  }

  /** Until it ends. */
  Step.End run() {
    take(round.start());
    while (end == null) {
      if (waiting.isEmpty()) {
        take(round.broken("nothing is left to come"));
      } else {
        Waiting one = waiting.remove(random.nextInt(waiting.size()));
        meanwhile.run();
        boolean early = random.nextBoolean();
        PeerMessage.Reply reply = early ? one.reply() : answer(one.ask());
        boolean lost = one.ask().side() == Side.PEER && random.nextDouble() < lossOfReplies;
        if (!lost) {
          take(round.replied(one.ask().tag(), reply));
        }
      }
    }
    return end;
  }

  private void take(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Ask ask) {
        asked++;
        waiting.add(new Waiting(ask, answer(ask)));
      } else if (step instanceof Step.End last) {
        end = last;
      } else {
        pauses++;
        inPause.run();
        take(round.paused());
      }
    }
  }

  /** Answered twice, perhaps: a repeated message changes nothing. */
  private PeerMessage.Reply answer(Step.Ask ask) {
    SimulatedCopy copy = ask.side() == Side.OWN ? own : peer;
    return copy.answer(ask.question().apply(ask.tag()));
  }
}
