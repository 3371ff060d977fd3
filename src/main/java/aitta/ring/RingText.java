package aitta.ring;

import aitta.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A ring in words. */
final class RingText {
  private RingText() {}

  /** A few lines for people: the ring, then each member with what it owns. */
  static String of(Ring ring) {
    long zones = ring.members().values().stream().map(RingMember::zone).distinct().count();
    StringBuilder text = new StringBuilder();
    text.append(
        "ring %s, version %d, members: %d, zones: %d"
            .formatted(ring.name(), ring.version(), ring.members().size(), zones));
    Map<NodeId, Long> owned = count(ring, list -> list.owners());
    Map<NodeId, Long> led = count(ring, list -> List.of(list.primary()));
    for (RingMember member : ring.members().values()) {
      text.append(
          "%n  %s zone %s weight %s: %d ranges, primary of %d%s"
              .formatted(
                  member.id(),
                  member.zone(),
                  member.weight(),
                  owned.getOrDefault(member.id(), 0L),
                  led.getOrDefault(member.id(), 0L),
                  ring.isLeaving(member.id()) ? ", leaving" : ""));
    }
    return text.toString();
  }

  private static Map<NodeId, Long> count(Ring ring, Function<RangeOwners, List<NodeId>> nodes) {
    return ring.owners().stream()
        .flatMap(list -> nodes.apply(list).stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
