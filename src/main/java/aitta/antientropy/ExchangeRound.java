package aitta.antientropy;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.ownership.Pledge;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One exchange between two copies of a range: root, then branches, then leaves, then the keys of
 * leaves that differ, then the sets of keys that differ. Dynamo, SOSP 2007, section 4.7. Changed by
 * the facts told to it; used by one thread.
 *
 * <p>Both copies are asked in the same words, this node's own too. A copy that changes meanwhile
 * does no harm: all that is ever stored is a join.
 */
public final class ExchangeRound {
  /** Differences dealt with at a time: bounds memory, and how often there is a pause. */
  private static final int MAX_DIFFERENCES = 4096;

  /**
   * Leaves of one walk: with few keys in each, a question for each would cost more than its answer.
   */
  private static final int LEAVES_AT_ONCE = 128;

  /** Marks that change again and again while they are looked at are left to a later exchange. */
  private static final int MAX_COMPARISONS = 4;

  private final int range;
  private final boolean looksAgain;
  private final Outbox box = new Outbox();
  private Standing own;
  private Standing peer;
  private long[] ownBranches;
  private long ownLife; // when the walk began
  private int comparisons;
  private boolean walked;
  private Look look;
  private Map<Key, Difference> again;
  private Runnable afterPause;
  private long comparedBefore;
  private long repaired;
  private Mending mending;

  /**
   * @param looksAgain whether a difference is looked at twice before it is repaired: a write may be
   *     on its way. A copy that is to catch up takes everything at once.
   */
  public ExchangeRound(int range, boolean looksAgain) {
    this.range = range;
    this.looksAgain = looksAgain;
  }

  public List<Step> start() {
    compare();
    return box.take();
  }

  /** The answer to the question of this tag. */
  public List<Step> replied(int tag, PeerMessage.Reply reply) {
    box.replied(tag, reply);
    return box.take();
  }

  /** The pause asked for is over. */
  public List<Step> paused() {
    Runnable next = afterPause;
    if (next != null && !box.isEnded()) {
      afterPause = null;
      next.run();
    }
    return box.take();
  }

  /** Nothing more is to be expected: the peer is gone, or too slow. */
  public List<Step> broken(String reason) {
    box.end(new Step.Failed(reason));
    return box.take();
  }

  /** Keys that were looked at one by one so far; none where the copies are the same. */
  public long keysCompared() {
    return comparedBefore + (look == null ? 0 : look.compared());
  }

  /** Keys of which a side has been brought something so far. */
  public long keysRepaired() {
    return repaired + (mending == null ? 0 : mending.mended());
  }

  private void compare() {
    comparisons++;
    if (comparisons > MAX_COMPARISONS) {
      box.end(new Step.Failed("the marks of reclaiming change all the time"));
      return;
    }
    box.ask(
        Side.OWN,
        id -> new RangeMessage.Compare(id, range, Standing.NONE, 0),
        RangeMessage.Compared.class,
        this::comparePeer);
  }

  private void comparePeer(RangeMessage.Compared mine) {
    own = mine.theirs();
    ownBranches = mine.branches();
    long root = ownBranches.length == 0 ? 0 : MerkleTree.rootOf(ownBranches);
    box.askAny(
        Side.PEER,
        id -> new RangeMessage.Compare(id, range, own, root),
        reply -> {
          if (reply instanceof RangeMessage.Compared theirs) {
            compared(theirs);
          } else {
            String why = Outbox.describe(Side.PEER, reply);
            box.end(!walked && hasNoCopy(reply) ? new Step.NoCopy(why) : new Step.Failed(why));
          }
        });
  }

  private static boolean hasNoCopy(PeerMessage.Reply reply) {
    return reply instanceof PeerMessage.Refused refused && refused.reason() == Reason.NOT_OWNER;
  }

  private void compared(RangeMessage.Compared theirs) {
    if (!walked) {
      peer = theirs.theirs();
    }
    if (walked && (own.life() != ownLife || theirs.theirs().life() != peer.life())) {
      // What was brought is in a table that is gone, or came from one that was not all there.
      box.end(new Step.Failed("another copy has taken the place of one of these"));
      return;
    }
    long ahead = theirs.theirs().reclaims() - own.reclaims();
    if (Math.abs(ahead) > 1) {
      box.end(oldCopy(ahead > 0 ? Side.OWN : Side.PEER));
    } else if (ahead != 0) {
      bringReclaim(ahead > 0 ? Side.PEER : Side.OWN);
    } else if (theirs.branches().length == 0) {
      complete(true);
    } else if (walked) {
      complete(false); // more was written meanwhile
    } else {
      walked = true;
      ownLife = own.life();
      compareBranches(theirs.branches());
    }
  }

  /**
   * What the peer has promised is promised here, too, before this exchange counts for anything, and
   * where this copy may have lost its own word, the peer's about the next list of owners is taken.
   */
  private void complete(boolean same) {
    Step.End end = new Step.Completed(own, peer, same);
    boolean hasWord = own.fit() || peer.pledge().equals(Pledge.NONE);
    if (peer.promised() <= own.promised() && hasWord) {
      box.end(end);
      return;
    }
    box.ask(
        Side.OWN,
        id -> new RangeMessage.Compare(id, range, peer, 0),
        RangeMessage.Compared.class,
        mine -> box.end(end));
  }

  private Step.OldCopy oldCopy(Side side) {
    Standing old = side == Side.OWN ? own : peer;
    return new Step.OldCopy(side, old.life(), Math.max(own.reclaims(), peer.reclaims()));
  }

  /** What one side has reclaimed is reclaimed by the other before anything is joined. */
  private void bringReclaim(Side from) {
    box.ask(
        from,
        id -> new RangeMessage.FetchReclaim(id, range),
        RangeMessage.LastReclaim.class,
        last -> applyReclaim(from.other(), last));
  }

  private void applyReclaim(Side to, RangeMessage.LastReclaim last) {
    box.askAny(
        to,
        id -> new RangeMessage.ApplyReclaim(id, range, last.number(), last.proposal(), last.keys()),
        reply -> {
          if (reply instanceof PeerMessage.Stored) {
            compare();
          } else if (isOlderMark(reply)) {
            box.end(oldCopy(to));
          } else {
            box.end(new Step.Failed(Outbox.describe(to, reply)));
          }
        });
  }

  private static boolean isOlderMark(PeerMessage.Reply reply) {
    return reply instanceof PeerMessage.Refused refused && refused.reason() == Reason.OLDER_MARK;
  }

  private void compareBranches(long[] theirs) {
    long[] mine = ownBranches.length == 0 ? new long[theirs.length] : ownBranches;
    int[] differing = IntStream.range(0, theirs.length).filter(i -> mine[i] != theirs[i]).toArray();
    if (mine.length != theirs.length) {
      box.end(new Step.Failed("the peer's tree has " + theirs.length + " branches"));
    } else if (differing.length == 0) {
      compare(); // they came to be the same while the question was on its way
    } else {
      fetchLeaves(differing);
    }
  }

  private void fetchLeaves(int[] branches) {
    long[][] leaves = new long[2][];
    for (Side side : Side.values()) {
      box.ask(
          side,
          id -> new RangeMessage.FetchLeaves(id, range, branches),
          RangeMessage.Leaves.class,
          reply -> {
            leaves[side.ordinal()] = reply.hashes();
            if (leaves[0] != null && leaves[1] != null) {
              compareLeaves(branches, leaves[0], leaves[1]);
            }
          });
    }
  }

  private void compareLeaves(int[] branches, long[] mine, long[] theirs) {
    if (mine.length != theirs.length) {
      box.end(new Step.Failed("the peer has " + theirs.length + " leaves, this node others"));
      return;
    }
    int fanOut = mine.length / branches.length;
    List<LeafWalk.Leaf> differing = new ArrayList<>();
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] != theirs[i]) {
        int leaf = branches[i / fanOut] * fanOut + i % fanOut;
        differing.add(new LeafWalk.Leaf(leaf, mine[i], theirs[i]));
      }
    }
    List<LeafWalk> walks = new ArrayList<>();
    for (int i = 0; i < differing.size(); i += LEAVES_AT_ONCE) {
      int end = Math.min(differing.size(), i + LEAVES_AT_ONCE);
      walks.add(LeafWalk.whole(differing.subList(i, end)));
    }
    look = new Look(box, range, walks, MAX_DIFFERENCES, this::found);
    look.goOn();
  }

  private void found(List<Look.Part> parts) {
    if (parts.isEmpty()) {
      comparedBefore += look.compared();
      look = null;
      compare();
    } else if (looksAgain) {
      afterPause = () -> lookAgain(parts);
      box.pause();
    } else {
      mend(parts.stream().flatMap(part -> part.differences().stream()).toList());
    }
  }

  private void lookAgain(List<Look.Part> parts) {
    again = new HashMap<>();
    List<LeafWalk> walks = parts.stream().map(Look.Part::again).toList();
    new Look(
            box,
            range,
            walks,
            Integer.MAX_VALUE,
            seen -> {
              seen.forEach(part -> part.differences().forEach(one -> again.put(one.key(), one)));
              mend(
                  parts.stream()
                      .flatMap(part -> part.differences().stream())
                      .filter(one -> one.lasts(again.get(one.key())))
                      .toList());
            })
        .goOn();
  }

  private void mend(List<Difference> differences) {
    mending =
        new Mending(
            box,
            range,
            own,
            differences,
            () -> {
              repaired += mending.mended();
              mending = null;
              look.goOn();
            });
    mending.goOn();
  }
}
