package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the node serves requests.
 *
 * @param reason why not, in words for an operator; empty when ready
 */
public record Readiness(boolean ready, String reason) {
  public static final Readiness READY = new Readiness(true, "");

  /**
   * How far membership alone has brought it.
   *
   * @param standing of the own member, if it is one
   * @param asked whom the node asks to let it in
   */
  static Readiness ofMembership(
      Optional<Standing> standing,
      MemberDirectory members,
      boolean hasRing,
      boolean settled,
      int initialNodes,
      Collection<HostPort> asked) {
    if (standing.isEmpty()) {
      return not("joining the cluster; asking " + (asked.isEmpty() ? "nobody" : words(asked)));
    }
    if (!standing.get().isUp()) {
      return not("joining the cluster; admitted, and not yet up");
    }
    if (!hasRing) {
      List<NodeId> present = members.present().stream().map(Sight::node).toList();
      return present.size() < initialNodes
          ? not(
              "waiting for the initial nodes: "
                  + present.size()
                  + " of "
                  + initialNodes
                  + " are there: "
                  + words(present))
          : not("making the first ring with " + words(present));
    }
    return settled ? READY : not("waiting until every initial node has the ring on its disk");
  }

  private static String words(Collection<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  public static Readiness not(String reason) {
    return new Readiness(false, reason);
  }
}
