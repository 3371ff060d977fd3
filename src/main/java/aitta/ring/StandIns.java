package aitta.ring;

import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which order nodes stand in for owners that cannot be reached. Dynamo, section 4.6. */
final class StandIns {
  private record Walker(RingMember member, double distance) {}

  private record Choice(RingMember member, boolean sharesZone, int round) {}

  private final Map<RingMember, Tokens> tokens = new LinkedHashMap<>();

  /** Filled as ranges are asked for; racing threads compute the same lists, so no lock. */
  private final List<RingMember>[] walks;

  @SuppressWarnings({"unchecked", "rawtypes"})
  StandIns(Collection<RingMember> members, int ranges) {
    for (RingMember member : members) {
      tokens.put(member, new Tokens(member.id(), ranges));
    }
    walks = new List[ranges];
  }

  /**
   * @param owners of the range; they cannot stand in
   * @param takenZones zones of the owners that can be reached
   * @param down nodes that cannot be reached
   */
  List<NodeId> of(int range, Collection<NodeId> owners, Set<String> takenZones, Set<NodeId> down) {
    Map<String, Integer> rounds = new HashMap<>();
    List<Choice> choices = new ArrayList<>();
    for (RingMember member : walk(range)) {
      if (!owners.contains(member.id()) && !down.contains(member.id())) {
        int round = rounds.merge(member.zone(), 1, Integer::sum);
        choices.add(new Choice(member, takenZones.contains(member.zone()), round));
      }
    }
    choices.sort(Comparator.comparing(Choice::sharesZone).thenComparingInt(Choice::round));
    return choices.stream().map(choice -> choice.member().id()).toList();
  }

  /** All members, in the order in which the range meets their tokens. */
  private List<RingMember> walk(int range) {
    List<RingMember> known = walks[range];
    if (known == null) {
      known =
          tokens.entrySet().stream()
              .map(entry -> walker(range, entry.getKey(), entry.getValue()))
              .sorted(
                  Comparator.comparingDouble(Walker::distance)
                      .thenComparing(walker -> walker.member().id()))
              .map(Walker::member)
              .toList();
      walks[range] = known;
    }
    return known;
  }

  private static Walker walker(int range, RingMember member, Tokens tokens) {
    return new Walker(member, Tokens.distance(tokens.place(range), member.weight()));
  }
}
