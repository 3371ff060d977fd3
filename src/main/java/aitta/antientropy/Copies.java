package aitta.antientropy;

import aitta.model.NodeId;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Fitness;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * This node's copies, as those see them who keep them healthy. Safe for use by many threads;
 * nothing here waits for a disk. What is said of a copy is dropped where it has another life by
 * then: that is another copy.
 */
public interface Copies {
  /**
   * @param life drawn when the copy was made
   * @param startedAt its last event when it was started, or when it was before and not confirmed
   *     since
   * @param reclaims number of the last reclaim that it has applied
   * @param vouches whether its word about the other owner holds though it has not caught up itself
   * @param predecessor who has all that it may lack, and is no owner any more; null for nobody
   * @param decreed whether it lacks no more than what any other node of the ring may have, since
   *     the list was decreed
   */
  record Copy(
      long life,
      long startedAt,
      long reclaims,
      Fitness fitness,
      boolean vouches,
      NodeId predecessor,
      boolean decreed) {}

  /** The ranges that this node owns. */
  Set<Integer> ranges();

  /** Empty while the copy is being read back from disk. */
  Optional<Copy> of(int range);

  /** The other owners have never seen it further. */
  void confirmed(int range, long life);

  /** Somebody has seen it further. */
  void denied(int range, long life);

  /** It has in it what n − w + 1 other owners had that are fit. */
  void caughtUp(int range, long life);

  /** An operator lets it go on with what there is. */
  void acceptLoss(int range);

  /**
   * It was away while keys were reclaimed: an empty one takes its place.
   *
   * @param mark number of the last reclaim that the empty one counts as having applied
   */
  void setAside(int range, long life, long mark);

  /**
   * What has been dead for the grace.
   *
   * @param due called once, on another thread; with none where the copy cannot tell now
   */
  void deadKeys(int range, int max, Consumer<List<DeadKey>> due);
}
