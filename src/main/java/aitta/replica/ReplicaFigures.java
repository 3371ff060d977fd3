package aitta.replica;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the replicas of a node hold, for those who report it. Written by the replicas, read by
 * anyone.
 */
public final class ReplicaFigures {
  private final Map<Integer, Figures> ready = new ConcurrentHashMap<>();

  void put(int range, Figures figures) {
    ready.put(range, figures);
  }

  void restarting(int range) {
    ready.remove(range);
  }

  /** How many replicas have read their data back and answer. */
  public int readyRanges() {
    return ready.size();
  }

  public Figures total() {
    return ready.values().stream().reduce(Figures.NONE, Figures::plus);
  }
}
