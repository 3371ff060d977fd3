package aitta.membership;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which Pekko member stands for which node. Dynamo's nodes have names, Pekko's members addresses; a
 * node that came back on another port is two members for a while.
 *
 * <p>Of two starts on one data directory the older one is over: the directory is locked by one
 * process. Of two directories under one id neither is known to be over as long as both can be
 * reached: the one that came up first stays, the other has to end itself. One that cannot be
 * reached gives way.
 *
 * @param current the member that counts, for each node id
 * @param superseded members that are over, for peers to down
 */
public record MemberDirectory(Map<NodeId, Sight> current, List<Sight> superseded) {
  private static final Comparator<Sight> NEWEST_START =
      Comparator.comparingLong(sight -> sight.facts().start());

  /** Reachable before unreachable, then by age; the name of the directory only breaks ties. */
  private static final Comparator<Sight> RIGHT_TO_THE_ID =
      Comparator.comparing(Sight::reachable)
          .thenComparing(Sight::age, Comparator.reverseOrder())
          .thenComparing(sight -> sight.facts().directory(), Comparator.reverseOrder());

  public MemberDirectory {
    current = Map.copyOf(current);
    superseded = List.copyOf(superseded);
  }

  public static MemberDirectory of(Collection<Sight> members) {
    Map<NodeId, Sight> current = new TreeMap<>();
    List<Sight> superseded = new ArrayList<>();
    Map<NodeId, Map<String, List<Sight>>> byDirectory =
        members.stream()
            .filter(member -> !member.standing().isOver())
            .collect(
                Collectors.groupingBy(
                    Sight::node, Collectors.groupingBy(member -> member.facts().directory())));
    byDirectory.forEach(
        (id, directories) -> {
          List<Sight> newest = new ArrayList<>();
          for (List<Sight> starts : directories.values()) {
            Sight last = starts.stream().max(NEWEST_START).orElseThrow();
            newest.add(last);
            starts.stream()
                .filter(start -> start.facts().start() < last.facts().start())
                .forEach(superseded::add);
          }
          Sight holder = newest.stream().max(RIGHT_TO_THE_ID).orElseThrow();
          current.put(id, holder);
          newest.stream()
              .filter(other -> holder.reachable() && other != holder && !other.reachable())
              .forEach(superseded::add);
        });
    return new MemberDirectory(current, superseded);
  }

  /** Members here that a cluster elsewhere proves to be over, as it has a newer start of them. */
  public List<Sight> provenOver(Status elsewhere) {
    return current.values().stream()
        .filter(
            here ->
                elsewhere.members().stream()
                    .anyMatch(
                        there ->
                            there.node().equals(here.node())
                                && there.facts().directory().equals(here.facts().directory())
                                && there.facts().start() > here.facts().start()))
        .toList();
  }

  /** Nodes that take part and can be reached. */
  public List<Sight> present() {
    return current.values().stream()
        .filter(sight -> sight.standing().isUp() && sight.reachable())
        .sorted(Comparator.comparing(Sight::node))
        .toList();
  }
}
