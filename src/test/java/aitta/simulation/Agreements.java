package aitta.simulation;

import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every list of owners that any node took for decided: of one version there is one. */
final class Agreements {
  private final Map<Integer, TreeMap<Integer, RangeOwners>> lists = new TreeMap<>();
  private final Consumer<String> wrong;
  private final Consumer<RangeOwners> news;

  /**
   * @param ranges those that the run's keys are in
   * @param news told of each list that nobody had heard of before
   */
  Agreements(int[] ranges, Ring founded, Consumer<String> wrong, Consumer<RangeOwners> news) {
    this.wrong = wrong;
    this.news = news;
    for (int range : ranges) {
      RangeOwners first = founded.ownersOf(range);
      TreeMap<Integer, RangeOwners> versions = new TreeMap<>();
      versions.put(first.version(), first);
      lists.put(range, versions);
    }
  }

  void heard(Ring ring) {
    lists.keySet().forEach(range -> heard(ring.ownersOf(range)));
  }

  void heard(RangeOwners list) {
    TreeMap<Integer, RangeOwners> versions = lists.get(list.range());
    RangeOwners known = versions == null ? list : versions.putIfAbsent(list.version(), list);
    if (known == null) {
      news.accept(list);
    } else if (!known.equals(list)) {
      wrong.accept("two lists of one version were agreed on: " + known + " and " + list);
    }
  }

  RangeOwners newest(int range) {
    return lists.get(range).lastEntry().getValue();
  }

  /** How many lists were decided since the beginning. */
  int changes() {
    return lists.values().stream().mapToInt(versions -> versions.size() - 1).sum();
  }
}
