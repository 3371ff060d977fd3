package aitta.antientropy;

import aitta.peer.PeerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The questions of one exchange that are open, each with what is done with its answer. */
final class Outbox {
  private record Open(Side side, Consumer<PeerMessage.Reply> then) {}

  private final Map<Integer, Open> open = new HashMap<>();
  private List<Step> steps = new ArrayList<>();
  private int lastTag;
  private boolean ended;

  /** Asks; any other kind of answer than {@code wanted} ends the exchange. */
  <R extends PeerMessage.Reply> void ask(
      Side side, LongFunction<PeerMessage.Question> question, Class<R> wanted, Consumer<R> then) {
    askAny(
        side,
        question,
        reply -> {
          if (wanted.isInstance(reply)) {
            then.accept(wanted.cast(reply));
          } else {
            end(new Step.Failed(describe(side, reply)));
          }
        });
  }

  void askAny(
      Side side, LongFunction<PeerMessage.Question> question, Consumer<PeerMessage.Reply> then) {
    lastTag++;
    open.put(lastTag, new Open(side, then));
    steps.add(new Step.Ask(lastTag, side, question));
  }

  static String describe(Side side, PeerMessage.Reply reply) {
    String who = side == Side.OWN ? "this node's copy" : "the peer's copy";
    if (reply instanceof PeerMessage.Refused refused) {
      return who + " refused: " + refused.reason() + ", " + refused.detail();
    }
    return who + " answered with " + reply.getClass().getSimpleName();
  }

  void pause() {
    steps.add(Step.Pause.INSTANCE);
  }

  void end(Step.End end) {
    if (!ended) {
      ended = true;
      open.clear();
      steps.clear();
      steps.add(end);
    }
  }

  boolean isEnded() {
    return ended;
  }

  /** An answer that nobody waits for any more changes nothing. */
  void replied(int tag, PeerMessage.Reply reply) {
    Open one = open.remove(tag);
    if (one != null) {
      one.then().accept(reply);
    }
  }

  boolean isOpen(int tag) {
    return open.containsKey(tag);
  }

  /** What has come up since the last call. */
  List<Step> take() {
    List<Step> taken = steps;
    steps = new ArrayList<>();
    return taken;
  }
}
