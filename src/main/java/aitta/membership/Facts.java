package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node says of itself for as long as its actor system lives. It travels as roles of its
 * Pekko member, {@code name=value}, so that whoever sees the member knows the node. No value needs
 * an escape: the first {@code =} ends the name, and no name has one.
 *
 * @param start counts the actor systems that were started on this directory; the newest one counts
 * @param ring id of the ring that it had when it started, or empty
 * @param directory incarnation of its data directory
 */
public record Facts(
    NodeId node,
    String zone,
    double weight,
    HostPort http,
    long start,
    String ring,
    String directory) {

  private static final String NONE = "none";

  public Set<String> toRoles() {
    Set<String> roles = new TreeSet<>();
    roles.add("node=" + node);
    roles.add("zone=" + zone);
    roles.add("weight=" + weight);
    roles.add("http=" + http);
    roles.add("start=" + start);
    roles.add("ring=" + (ring.isEmpty() ? NONE : ring));
    roles.add("dir=" + directory);
    return roles;
  }

  /** The facts behind {@code roles}; nothing if a member does not speak of itself this way. */
  public static Optional<Facts> of(Iterable<String> roles) {
    Map<String, String> named = new HashMap<>();
    for (String role : roles) {
      int end = role.indexOf('=');
      if (end > 0) {
        named.put(role.substring(0, end), role.substring(end + 1));
      }
    }
    if (!named.keySet().containsAll(Set.of("node", "zone", "weight", "http", "start", "dir"))) {
      return Optional.empty();
    }
    try {
      String ring = named.getOrDefault("ring", NONE);
      return Optional.of(
          new Facts(
              new NodeId(named.get("node")),
              named.get("zone"),
              Double.parseDouble(named.get("weight")),
              HostPort.parse(named.get("http")),
              Long.parseLong(named.get("start")),
              ring.equals(NONE) ? "" : ring,
              named.get("dir")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void writeTo(Output out) {
    out.putString(node.value())
        .putString(zone)
        .putLong(Double.doubleToLongBits(weight))
        .putString(http.toString())
        .putVarint(start)
        .putString(ring)
        .putString(directory);
  }

  static Facts read(Input in) {
    return new Facts(
        new NodeId(in.getString()),
        in.getString(),
        Double.longBitsToDouble(in.getLong()),
        HostPort.parse(in.getString()),
        in.getVarint(),
        in.getString(),
        in.getString());
  }
}
