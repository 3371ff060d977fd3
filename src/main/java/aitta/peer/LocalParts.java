package aitta.peer;

import aitta.model.NodeId;
import java.util.function.Consumer;

/** The parts of this node that questions go to, its own as well as those of its peers. */
public interface LocalParts {
  /**
   * Sees to it that {@code reply} is called once, unless {@code deadlineNanos} passes first.
   *
   * @param from who asks
   * @param deadlineNanos on this node's monotonic clock
   */
  void answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply);
}
