package aitta.antientropy;

import aitta.peer.PeerMessage;
import aitta.peer.Standing;
import java.util.function.LongFunction;

/** What an {@link ExchangeRound} wants done next. */
public sealed interface Step {
  /**
   * Ask the replica of that side; its answer is told under {@code tag}.
   *
   * @param question made for the id under which the reply comes
   */
  record Ask(int tag, Side side, LongFunction<PeerMessage.Question> question) implements Step {}

  /** Let writes that are on their way arrive, then go on. */
  enum Pause implements Step {
    INSTANCE
  }

  /** The exchange is over; the last step. */
  sealed interface End extends Step {}

  /**
   * Each side has been brought all that the other one had when it was looked at.
   *
   * @param own how this node's copy stood at the beginning
   * @param peer how the other stood then
   * @param inSync whether the last look found both the same
   */
  record Completed(Standing own, Standing peer, boolean inSync) implements End {}

  /**
   * Nothing was joined: the copy of that side was away while keys were reclaimed, and may hold what
   * was deleted. It has to be set aside and rebuilt.
   *
   * @param life of that copy
   * @param mark the other copy's number of the last reclaim
   */
  record OldCopy(Side side, long life, long mark) implements End {}

  /** The peer has no copy of the range, and nothing of it to bring. */
  record NoCopy(String reason) implements End {}

  /** Broken off; what was brought so far stays. */
  record Failed(String reason) implements End {}
}
