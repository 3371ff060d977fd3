package aitta.antientropy;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Under which list of its owners a range was last compared with each peer, to the end. The next
 * list may be proposed while all owners are level under this one. Safe for use by many threads.
 */
public final class Levels {
  private final Map<Integer, Map<NodeId, Integer>> lists = new ConcurrentHashMap<>();

  /** An exchange with {@code peer} has come to its end, both copies under this list. */
  void compared(int range, NodeId peer, int list) {
    lists.computeIfAbsent(range, r -> new ConcurrentHashMap<>()).merge(peer, list, Math::max);
  }

  /** The peers with which the range was compared under this list. */
  public List<NodeId> with(int range, int list) {
    List<NodeId> peers = new ArrayList<>();
    lists
        .getOrDefault(range, Map.of())
        .forEach(
            (peer, under) -> {
              if (under == list) {
                peers.add(peer);
              }
            });
    return peers;
  }
}
