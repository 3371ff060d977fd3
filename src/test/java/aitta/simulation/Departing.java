package aitta.simulation;

import aitta.node.Farewell;

/** How a node goes that is leaving: the steps of {@link Farewell}, without an actor system. */
final class Departing {
  static final long LOOK_NANOS = 1_000_000_000;
  private static final int CONVINCED = 4;

  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final RingRegister register;
  private final NodeState state;
  private int looksEmptied;

  Departing(SimulatedNode node, SimulatedCluster cluster, RingRegister register, NodeState state) {
    this.node = node;
    this.cluster = cluster;
    this.register = register;
    this.state = state;
  }

  /** To be called every second. */
  void look() {
    boolean empty =
        Farewell.mayGo(register.ring(), node.id)
            && Farewell.isHeard(register.ring(), node.id, node::believesReachable)
            && state.isEmptied();
    looksEmptied = empty ? looksEmptied + 1 : 0;
    if (looksEmptied >= CONVINCED) {
      if (!cluster.flaw().leavesUnheard() && !register.isToldToAll(node::believesReachable)) {
        looksEmptied = 0;
        return;
      }
      register.change(ring -> Farewell.mayGo(ring, node.id) ? ring.withoutMember(node.id) : ring);
      if (register.ring().isRemoved(node.id)) {
        cluster.tell(() -> node.id + " has left");
        register.tellAtOnce();
        NodeProcess leaving = node.process();
        cluster.timeline().after(2 * LOOK_NANOS, () -> end(leaving));
      }
    }
  }

  /** Unless it has lost its disk meanwhile, and come again as one that never was there. */
  private void end(NodeProcess leaving) {
    if (node.process() == leaving) {
      node.leave();
    }
  }
}
