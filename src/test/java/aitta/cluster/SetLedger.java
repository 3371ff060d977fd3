package aitta.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sets that clients grow by reading, merging and writing back, and what has to be in them in the
 * end: every element whose write was acknowledged, and none that nobody tried to add. An element
 * whose write was not answered may be there or not. For many threads.
 */
final class SetLedger {
  private final Map<String, Set<String>> attempted = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();

  /** To be called before the write is sent. */
  void attempt(String key, String element) {
    of(attempted, key).add(element);
  }

  /** To be called once its answer is in. */
  void acknowledge(String key, String element) {
    of(acknowledged, key).add(element);
  }

  Set<String> keys() {
    return new TreeSet<>(attempted.keySet());
  }

  int acknowledgedCount() {
    return acknowledged.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * What is wrong with {@code found}, read of {@code key} after the last write; empty if nothing.
   */
  List<String> violations(String key, Collection<String> found) {
    List<String> wrong = new ArrayList<>();
    Set<String> missing = new TreeSet<>(of(acknowledged, key));
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      wrong.add(key + " lacks what was acknowledged: " + missing);
    }
    Set<String> invented = new TreeSet<>(found);
    invented.removeAll(of(attempted, key));
    if (!invented.isEmpty()) {
      wrong.add(key + " has what nobody added: " + invented);
    }
    return wrong;
  }

  private static Set<String> of(Map<String, Set<String>> elements, String key) {
    return elements.computeIfAbsent(key, name -> ConcurrentHashMap.newKeySet());
  }
}
