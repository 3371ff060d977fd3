package aitta.replica;

import aitta.model.NodeId;
import aitta.peer.Standing;
import aitta.ring.RangeOwners;
import aitta.storage.TableId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the replicas of a node hold and how they stand, for those who report it or keep them
 * healthy. Written by the replicas, read by anyone.
 */
public final class ReplicaFigures {
  /**
   * One copy, as it was when it last wrote something or was judged.
   *
   * @param table where its rows lie
   * @param startedAt what it claims until it has been confirmed: see {@link Claim}
   * @param list the newest list of the range's owners that it knows
   * @param sealed whether it has accepted a successor of that list
   * @param vouches whether its word about the other owner holds though it has not caught up itself
   * @param predecessor who has all that it may lack, and is no owner any more; null for nobody
   * @param decreed whether it lacks no more than what any other node of the ring may have, since
   *     the list was decreed
   */
  public record Copy(
      TableId table,
      Figures figures,
      Standing standing,
      Fitness fitness,
      long startedAt,
      RangeOwners list,
      boolean sealed,
      boolean vouches,
      NodeId predecessor,
      boolean decreed) {}

  private final Map<Integer, Copy> ready = new ConcurrentHashMap<>();

  void put(int range, Copy copy) {
    ready.put(range, copy);
  }

  void restarting(int range) {
    ready.remove(range);
  }

  /** How many replicas have read their data back and answer. */
  public int readyRanges() {
    return ready.size();
  }

  /** Empty while the replica is reading its data back. */
  public Optional<Copy> of(int range) {
    return Optional.ofNullable(ready.get(range));
  }

  /**
   * Where the rows of a range lie that a listing may show; null where there are none. A copy that
   * is behind may lack any of them, and one whose range has other owners now hears of no writes.
   */
  public TableId tableOf(int range, NodeId owner) {
    Copy copy = ready.get(range);
    boolean shown = copy != null && copy.fitness() != Fitness.BEHIND && copy.list().isOwner(owner);
    return shown ? copy.table() : null;
  }

  /** How many copies are ready and fit. */
  public int fitRanges() {
    return (int) ready.values().stream().filter(copy -> copy.fitness() == Fitness.FIT).count();
  }

  /** How many copies are ready and fit, of ranges that {@code owner} owns as far as they know. */
  public int fitRangesOf(NodeId owner) {
    return (int)
        ready.values().stream()
            .filter(copy -> copy.fitness() == Fitness.FIT && copy.list().isOwner(owner))
            .count();
  }

  public Figures total() {
    return ready.values().stream().map(Copy::figures).reduce(Figures.NONE, Figures::plus);
  }
}
