package aitta.hint;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.ring.RangeOwners;
import aitta.version.Siblings;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds hints that are too old to be kept for their target alone and asks the owners of their range
 * whether one has the version: then anti-entropy brings it to the others. A few at a time. Used by
 * the hint store's thread.
 */
final class Aging {
  /** A hint that was asked about. */
  record Asked(HintId id, Siblings siblings) {}

  /** Told of replies on another thread. */
  interface OnReply {
    void replied(long question, PeerMessage.Reply reply);
  }

  private static final int PATIENCE_MILLIS = 5_000;
  private static final long MAX_READ_BYTES = 16L << 20;
  private static final byte[] START = new byte[0];

  private final HintSetup setup;
  private final HintRows rows;
  private final OnReply onReply;
  private final Map<Long, Asked> open = new HashMap<>();
  private byte[] after = START;
  private long read;

  Aging(HintSetup setup, HintRows rows, OnReply onReply) {
    this.setup = setup;
    this.rows = rows;
    this.onReply = onReply;
  }

  /** Asks about the next few that are too old. What is unanswered has had its time. */
  void advance() {
    giveUp();
    read = 0;
    byte[] last =
        rows.walk(
            after == START ? START : HintRows.behind(after),
            null,
            true,
            (id, hint, bytes) -> {
              read += bytes;
              if (setup.clock().millis() - hint.sinceMillis() > setup.maxAge().toMillis()) {
                ask(id, hint.siblings());
              }
              return open.size() < setup.pace().batchCount() && read < MAX_READ_BYTES;
            });
    after = last == null ? START : last;
  }

  private void ask(HintId id, Siblings siblings) {
    long[] question = new long[1];
    question[0] = setup.peers().open((from, reply) -> onReply.replied(question[0], reply));
    open.put(question[0], new Asked(id, siblings));
    RangeOwners list = setup.owners().apply(id.key());
    PeerMessage.Fetch fetch = new PeerMessage.Fetch(question[0], id.key(), false, list.version());
    for (NodeId owner : list.owners()) {
      if (setup.reachable().test(owner)) {
        setup.peers().ask(owner, fetch, PATIENCE_MILLIS);
      }
    }
  }

  /**
   * @return what was asked about, where the reply says that an owner has it; else null
   */
  Asked replied(long question, PeerMessage.Reply reply) {
    Asked asked = open.get(question);
    boolean has =
        asked != null
            && reply instanceof PeerMessage.Known known
            && known.fit()
            && known.summary().includes(asked.siblings().summary());
    if (!has) {
      return null;
    }
    setup.peers().close(question);
    return open.remove(question);
  }

  void giveUp() {
    open.keySet().forEach(setup.peers()::close);
    open.clear();
  }
}
