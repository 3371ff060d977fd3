package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Nodes of tests: {@code n1} is at port 7601 at first, and so on. */
final class Samples {
  static final Compat COMPAT = Compat.of("test", 128, 3);

  private Samples() {}

  static NodeId id(int number) {
    return new NodeId("n" + number);
  }

  static HostPort at(int number) {
    return new HostPort("127.0.0.1", 7600 + number);
  }

  static Facts facts(int number, long start, String ring) {
    return new Facts(
        id(number),
        "default",
        1.0,
        new HostPort("127.0.0.1", 8080 + number),
        start,
        ring,
        "dir" + number);
  }

  static Facts onDirectory(Facts facts, String directory) {
    return new Facts(
        facts.node(),
        facts.zone(),
        facts.weight(),
        facts.http(),
        facts.start(),
        facts.ring(),
        directory);
  }

  /** Node {@code number} in its first start, up and reachable. */
  static Sight up(int number) {
    return new Sight(facts(number, 1, ""), at(number), number, Standing.UP, number, true);
  }

  static Sight gone(int number) {
    return new Sight(facts(number, 1, ""), at(number), number, Standing.UP, number, false);
  }

  /** How things stand at node {@code number}, which is in a cluster with {@code members}. */
  static Status joined(int number, String ring, Sight... members) {
    return status(number, ring, true, List.of(members));
  }

  /** How things stand at node {@code number} before it has joined. */
  static Status alone(int number, String ring) {
    return status(number, ring, false, List.of());
  }

  private static Status status(int number, String ring, boolean joined, List<Sight> members) {
    return new Status(
        COMPAT,
        facts(number, 1, ring),
        at(number),
        number,
        joined,
        ring,
        ring.isEmpty() ? new TreeSet<>() : ids(1, 2, 3),
        new TreeMap<>(Map.of(id(9), 4)),
        Claims.NONE.claimedBy(id(1), "dir1"),
        members);
  }

  static TreeSet<NodeId> ids(int... numbers) {
    TreeSet<NodeId> ids = new TreeSet<>();
    for (int number : numbers) {
      ids.add(id(number));
    }
    return ids;
  }

  static List<HostPort> addresses(Integer... numbers) {
    return Stream.of(numbers).map(Samples::at).toList();
  }
}
