package aitta.antientropy;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which exchanges the copies that have fallen behind still need: with n − w + 1 other owners that
 * are fit, w the majority, so that every write that a quorum acknowledged is in one of theirs; or
 * with the one whose place a copy has taken; or, where a list was decreed, with all nodes of the
 * ring, since a quorum of the owners is gone, or with as many owners that have done so. Changed by
 * the facts told to it; used by one thread.
 */
final class CatchUps {
  /** An exchange to run. */
  record Attempt(int range, long life, NodeId peer) {}

  /** What an exchange has brought of what the peer has. */
  enum Gain {
    NONE,
    /** All, which may be nothing. */
    ALL,
    /** All, and the peer's copy was fit. */
    ALL_OF_FIT
  }

  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 8_000;

  private static final class Peer {
    private boolean running;
    private long notBefore = Long.MIN_VALUE;
    private long pause = FIRST_PAUSE_MILLIS;
  }

  private static final class Copy {
    private final long life;
    private final List<NodeId> others;
    private final NodeId predecessor; // null for none
    private final boolean decreed;
    private final List<NodeId> owners; // but this node; where the list was decreed
    private final Set<NodeId> fit = new HashSet<>(); // of the completed
    private final Set<NodeId> completed = new HashSet<>();
    private final Map<NodeId, Peer> peers = new HashMap<>();

    private Copy(
        long life, List<NodeId> others, NodeId predecessor, boolean decreed, List<NodeId> owners) {
      this.life = life;
      this.others = List.copyOf(others);
      this.predecessor = predecessor;
      this.decreed = decreed;
      this.owners = List.copyOf(owners);
    }

    private boolean isLike(Copy other) {
      return life == other.life
          && others.equals(other.others)
          && Objects.equals(predecessor, other.predecessor)
          && decreed == other.decreed
          && owners.equals(other.owners);
    }

    private List<NodeId> helpers() {
      List<NodeId> all = new ArrayList<>(others);
      if (predecessor != null) {
        all.add(predecessor);
      }
      return all;
    }

    private boolean isDone() {
      if (decreed && completed.containsAll(others)) {
        return true;
      }
      if (decreed) { // owners that have gone on may do as well: they have what there was
        return !owners.isEmpty()
            && owners.stream().filter(fit::contains).count() >= CatchUps.needed(owners.size() + 1);
      }
      return completed.size() >= needed() || predecessor != null && completed.contains(predecessor);
    }

    private int needed() {
      return CatchUps.needed(others.size() + 1);
    }
  }

  private final Map<Integer, Copy> copies = new TreeMap<>();

  /**
   * So many other owners that every majority of the owners has one of them; none where there is no
   * other, since nobody knows more then.
   */
  static int needed(int owners) {
    return owners == 1 ? 0 : owners - (owners / 2 + 1) + 1;
  }

  /**
   * A copy that is behind; what it has completed already counts, unless it was made anew since.
   *
   * @param life of the copy
   * @param others the other owners of the range
   * @param predecessor who is none any more and has all that it may lack; null for nobody
   */
  void add(int range, long life, List<NodeId> others, NodeId predecessor) {
    add(range, new Copy(life, others, predecessor, false, List.of()));
  }

  /**
   * A copy that had lost nothing when its list was decreed.
   *
   * @param others the other nodes of the ring, each of which may have a copy from before
   * @param owners those of them that own the range
   */
  void addOfDecree(int range, long life, List<NodeId> others, List<NodeId> owners) {
    add(range, new Copy(life, others, null, true, owners));
  }

  private void add(int range, Copy copy) {
    Copy known = copies.get(range);
    if (known == null || !known.isLike(copy)) {
      copies.put(range, copy);
    }
  }

  /** Only these are still behind. */
  void retain(Collection<Integer> ranges) {
    copies.keySet().retainAll(ranges);
  }

  boolean isEmpty() {
    return copies.isEmpty();
  }

  /** Exchanges to begin now; they count as begun. */
  List<Attempt> begin(long nowMillis, Predicate<NodeId> reachable) {
    List<Attempt> attempts = new ArrayList<>();
    copies.forEach(
        (range, copy) -> {
          for (NodeId other : copy.helpers()) {
            Peer peer = copy.peers.computeIfAbsent(other, node -> new Peer());
            boolean due = !peer.running && nowMillis >= peer.notBefore;
            if (due && !copy.completed.contains(other) && reachable.test(other)) {
              peer.running = true;
              attempts.add(new Attempt(range, copy.life, other));
            }
          }
        });
    return attempts;
  }

  void ended(Attempt attempt, Gain gain, long nowMillis) {
    Copy copy = copies.get(attempt.range());
    if (copy == null || copy.life != attempt.life()) {
      return;
    }
    Peer peer = copy.peers.get(attempt.peer());
    if (peer == null) {
      return; // begun with the owners of before
    }
    peer.running = false;
    peer.notBefore = nowMillis + peer.pause;
    peer.pause = Math.min(2 * peer.pause, LONGEST_PAUSE_MILLIS);
    if (gain == Gain.ALL_OF_FIT || gain == Gain.ALL && copy.decreed) {
      copy.completed.add(attempt.peer());
      if (gain == Gain.ALL_OF_FIT) {
        copy.fit.add(attempt.peer());
      }
    }
  }

  boolean hasCaughtUp(int range) {
    Copy copy = copies.get(range);
    return copy != null && copy.isDone();
  }
}
