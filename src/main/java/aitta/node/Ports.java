package aitta.node;

import aitta.config.PortRange;
import java.util.List;
import java.util.Optional;

/** Which ports an actor system may listen on for its peers, in the order in which to try them. */
final class Ports {
  /** The operating system picks one. */
  static final int ANY = 0;

  private Ports() {}

  /**
   * @param configured the port that failed, or was to be avoided, at first
   * @param current the port of the last actor system
   * @param fallback those allowed; empty: any
   */
  static List<Integer> fallback(int configured, int current, Optional<PortRange> fallback) {
    if (fallback.isEmpty()) {
      return List.of(ANY);
    }
    List<Integer> others =
        fallback
            .get()
            .ports()
            .filter(port -> port != configured && port != current)
            .boxed()
            .toList();
    return others.isEmpty() ? List.of(configured) : others;
  }
}
