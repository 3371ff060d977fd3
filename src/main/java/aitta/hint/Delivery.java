package aitta.hint;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.pace.Rate;
import aitta.pace.RatePacer;
import aitta.peer.PeerMessage;
import aitta.ring.RangeOwners;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Brings one target its hints, a batch at a time: the next one goes out when the last has been
 * answered or given up, and no sooner than the byte rate allows. Used by the hint store's thread.
 */
public final class Delivery {
  /**
   * How fast to deliver.
   *
   * @param interval between walks over all hints of one target
   * @param rate to one target
   */
  public record Pace(Duration interval, int batchCount, int batchBytes, Rate rate) {}

  /** A hint on its way. */
  record Sent(HintId id, Siblings siblings) {}

  private static final int PATIENCE_MILLIS = 5_000;
  private static final byte[] START = new byte[0];

  private final NodeId target;
  private final HintSetup setup;
  private final HintRows rows;
  private final RatePacer pacer;
  private final BiConsumer<Long, PeerMessage.Reply> replied;
  private final Map<Long, Sent> open = new HashMap<>();
  private byte[] after = START; // the row that the last batch ended with
  private long sentBytes; // with the last batch
  private long giveUpNanos;
  private boolean refused; // some hint of this walk, by who was to keep it
  private int turn; // which heir is asked

  /**
   * @param replied told of replies on another thread; passes them on to {@link #replied(long)}
   */
  Delivery(
      NodeId target, HintSetup setup, HintRows rows, BiConsumer<Long, PeerMessage.Reply> replied) {
    this.target = target;
    this.setup = setup;
    this.rows = rows;
    this.replied = replied;
    this.pacer = new RatePacer(setup.pace().rate(), setup.clock().nanos());
  }

  NodeId target() {
    return target;
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  /** Whether hints are left that this walk has not come to. */
  boolean isUnderWay() {
    return after != START;
  }

  /**
   * Sends the next batch, unless one is under way or it is too early. After the last one, a new
   * walk begins.
   *
   * @return nanoseconds after which it may be no longer too early; 0 where it was not
   */
  long advance() {
    long now = setup.clock().nanos();
    if (!open.isEmpty() && now - giveUpNanos < 0) {
      return 0;
    }
    long wait = pacer.waitNanos(now);
    if (wait > 0) {
      return wait;
    }
    giveUp();
    pacer.sent(send(), now);
    giveUpNanos = now + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    return 0;
  }

  /** Listens for no more replies; what is unanswered is sent again in its turn. */
  void giveUp() {
    refused |= !open.isEmpty() && setup.leaving().getAsBoolean();
    open.keySet().forEach(setup.peers()::close);
    open.clear();
  }

  private long send() {
    if (after == START && refused) {
      refused = false;
      turn++; // it may be full
    }
    byte[] prefix = HintId.prefix(target);
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xff; // above all that a bucket can begin with
    sentBytes = 0;
    byte[] last =
        rows.walk(
            after == START ? prefix : HintRows.behind(after),
            end,
            true,
            (id, hint, bytes) -> {
              sentBytes += bytes;
              send(id, hint);
              return open.size() < setup.pace().batchCount()
                  && sentBytes < setup.pace().batchBytes();
            });
    after = last == null ? START : last;
    return sentBytes;
  }

  private void send(HintId id, Hint hint) {
    long[] question = new long[1];
    question[0] = setup.peers().open((from, reply) -> replied.accept(question[0], reply));
    open.put(question[0], new Sent(id, hint.siblings()));
    RangeOwners list = setup.owners().apply(id.key());
    NodeId heir = heir(id.key(), list);
    boolean ofOwner = belongsTo(list) && !heir.equals(target);
    setup
        .peers()
        .ask(
            heir,
            ofOwner
                ? new PeerMessage.Keep(question[0], id.key(), Set.of(target), hint.siblings())
                : new PeerMessage.Store(question[0], id.key(), hint.siblings(), list.version()),
            PATIENCE_MILLIS);
  }

  /**
   * Who is to have a hint: its target; an owner of now, where the target owns the range no more,
   * for a hint belongs to its range; and where the target cannot be reached and this node is about
   * to go, somebody who keeps it for the target: no owner, if another node stays, since an owner
   * may have the same on its disk already.
   */
  private NodeId heir(Key key, RangeOwners list) {
    boolean stays = !setup.leaving().getAsBoolean();
    if (belongsTo(list) && (stays || setup.reachable().test(target))) {
      return target;
    }
    List<NodeId> heirs = new ArrayList<>(belongsTo(list) ? setup.keepers().apply(key) : List.of());
    heirs.addAll(list.owners());
    heirs.removeIf(heir -> heir.equals(target) || heir.equals(setup.peers().self()));
    heirs.removeIf(setup.reachable().negate());
    return heirs.isEmpty() ? list.primary() : heirs.get(Math.floorMod(turn, heirs.size()));
  }

  private boolean belongsTo(RangeOwners list) {
    return list.isOwner(target) && setup.member().test(target);
  }

  /**
   * @return what was sent under this number; null where it was given up
   */
  Sent replied(long question, boolean taken) {
    refused |= !taken && setup.leaving().getAsBoolean();
    setup.peers().close(question);
    return open.remove(question);
  }
}
