package aitta.handover;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A copy of a range that its node does not own: not yet, and then it is being filled; or not any
 * more, and then the owners are to have all of it before it goes. What it acknowledged together
 * with one of them would else be on that one's disk alone, and what all acknowledged on one disk
 * less while the newcomer has not caught up. Both are exchanges with owners. Changed by the facts
 * told to it; used by one thread.
 */
final class Guest {
  /**
   * An owner has all of it.
   *
   * @param list version of the list that the owner knew by then
   * @param fit whether the owner's copy had caught up by then
   */
  private record Given(int list, boolean fit) {}

  /** Life of a copy that does not say which it is. */
  static final long WHICHEVER = -1;

  private static final long REFRESH_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 500;
  private static final long FORGOTTEN_MILLIS = 60_000;

  /**
   * An owner that takes nothing, as with a full disk, or cannot catch up does not hold up whoever
   * leaves for ever.
   */
  private static final long LAST_OWNER_MILLIS = 20_000;

  /** Longer than a driver that has not heard of a change of the members goes on with its round. */
  private static final long UNPLACED_MILLIS = 10_000;

  private final boolean arriving;
  private final Set<NodeId> running = new HashSet<>();
  private final Map<NodeId, Long> notBefore = new HashMap<>();
  private final Set<NodeId> exchanged = new HashSet<>(); // since this life began
  private RangeOwners list;
  private long life;
  private long wantedMillis;
  private final Map<NodeId, Given> given = new HashMap<>();
  private long quorumMillis; // when a quorum had all of it
  private boolean placed = true;
  private boolean tooOld;

  /**
   * @param arriving whether the node is to become an owner
   */
  Guest(RangeOwners list, boolean arriving, long nowMillis) {
    this.list = list;
    this.arriving = arriving;
    this.wantedMillis = nowMillis;
  }

  boolean isArriving() {
    return arriving;
  }

  /** The owners of now. */
  void learn(RangeOwners newest) {
    list = newest.version() > list.version() ? newest : list;
  }

  /** Somebody still wants the node to become an owner. */
  void wanted(long nowMillis) {
    wantedMillis = nowMillis;
  }

  /** Whether the range is to come to this node by the members of now. */
  void isPlaced(boolean here) {
    placed = here;
  }

  /** The copy as it is now; an empty one may have taken the place of the one before. */
  void livesAs(long newest) {
    if (newest != life) {
      life = newest;
      exchanged.clear();
    }
  }

  /** Owners to exchange with now; they count as asked. */
  List<NodeId> begin(long nowMillis, Predicate<NodeId> reachable) {
    List<NodeId> peers = new ArrayList<>();
    for (NodeId owner : inTurn()) {
      boolean due =
          nowMillis >= notBefore.getOrDefault(owner, Long.MIN_VALUE) && !isDoneWith(owner);
      boolean one = isOneEnough() && !running.isEmpty();
      if (due && !one && reachable.test(owner) && running.add(owner)) {
        peers.add(owner);
      }
    }
    return peers;
  }

  /**
   * Who leaves tells one owner after the other, as all owners level each other anyway. An empty
   * copy is filled by one: several would all send it the same.
   */
  private boolean isOneEnough() {
    return !arriving || exchanged.isEmpty();
  }

  /** Beginning with another owner for each range, so that not one of them fills all. */
  private List<NodeId> inTurn() {
    List<NodeId> owners = new ArrayList<>(list.owners());
    Collections.rotate(owners, -(list.range() % owners.size()));
    return owners;
  }

  /**
   * An exchange has ended.
   *
   * @param ofLife the copy that took part, or {@link #WHICHEVER}; 0 where it was broken off
   * @param peerList version of the list that the owner knew
   * @param peerFit whether the owner's copy had caught up
   */
  void ended(NodeId peer, long ofLife, int peerList, boolean peerFit, long nowMillis) {
    running.remove(peer);
    boolean complete = ofLife != 0 && (ofLife == life || ofLife == WHICHEVER);
    notBefore.put(peer, nowMillis + (complete && arriving ? REFRESH_MILLIS : PAUSE_MILLIS));
    if (complete) {
      boolean before = isWithAQuorum();
      exchanged.add(peer);
      given.put(peer, new Given(peerList, peerFit));
      quorumMillis = before ? quorumMillis : nowMillis;
    }
  }

  private boolean isGivenTo(NodeId owner) {
    Given last = given.get(owner);
    return !arriving && last != null && last.list() == list.version();
  }

  /** Until it has caught up, it may still need this copy: {@link aitta.antientropy}. */
  private boolean isDoneWith(NodeId owner) {
    return isGivenTo(owner) && given.get(owner).fit();
  }

  /** The owners have forgotten what it may still have: it is too old to be given back. */
  void isTooOld() {
    tooOld |= !arriving;
  }

  /** Whether every write is in it that a quorum had acknowledged when it was made. */
  boolean isFilled() {
    long of = exchanged.stream().filter(list::isOwner).count();
    return arriving && of >= list.n() - list.n() / 2;
  }

  /**
   * Whether the copy is of no use any more.
   *
   * @param reachable owners that are away are not waited for, once a quorum has all of it and as
   *     many are there: where all but a few have just crashed, they may need this copy
   */
  boolean isOver(long nowMillis, Predicate<NodeId> reachable) {
    long patience = placed ? FORGOTTEN_MILLIS : UNPLACED_MILLIS;
    return arriving
        ? nowMillis - wantedMillis > patience
        : tooOld || isHandedOver(nowMillis, reachable);
  }

  private boolean isHandedOver(long nowMillis, Predicate<NodeId> reachable) {
    List<NodeId> there = list.owners().stream().filter(reachable).toList();
    boolean last =
        nowMillis - quorumMillis > LAST_OWNER_MILLIS
            || isQuorum(there.size()) && there.stream().allMatch(this::isDoneWith);
    return last && isWithAQuorum();
  }

  private boolean isWithAQuorum() {
    return isQuorum(list.owners().stream().filter(this::isGivenTo).count());
  }

  private boolean isQuorum(long owners) {
    return owners > list.n() / 2;
  }
}
