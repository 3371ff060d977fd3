package aitta.coordinator;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.quorum.VersionRound;
import aitta.version.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a plain overwrite supersedes, being asked for: the wire's side of a {@link VersionRound}.
 * Used by its coordinator's thread.
 */
final class Learning {
  private final Coordination shared;
  private final Key key;
  private final int list;
  private final long id;
  private final long deadlineNanos;
  private final boolean patient;
  private final VersionRound round;
  private final Map<NodeId, Long> askedNanos = new HashMap<>(); // of those that have not answered

  /**
   * @param id of the questions; opened and closed by the coordinator
   * @param patient whether an owner that is still reading its copy back is waited for, and asked
   *     again: of those that can answer it may be the only one that knows the newest version
   */
  Learning(
      Coordination shared, Route route, Key key, long id, long deadlineNanos, boolean patient) {
    this.shared = shared;
    this.key = key;
    this.list = route.listVersion();
    this.id = id;
    this.deadlineNanos = deadlineNanos;
    this.patient = patient;
    List<NodeId> others =
        route.owners().stream()
            .filter(node -> !node.equals(shared.self()) && route.reachable().contains(node))
            .toList();
    this.round =
        new VersionRound(
            route.owners().size(),
            shared.minter().isFit(route.range()),
            shared.health().order(others, null));
    round.asks().forEach(this::ask);
  }

  private void ask(NodeId node) {
    askedNanos.put(node, shared.clock().nanos());
    PeerMessage.Fetch question = new PeerMessage.Fetch(id, key, false, list);
    shared.peers().ask(node, question, shared.budgetMillis(deadlineNanos));
  }

  void replied(NodeId from, PeerMessage.Reply reply) {
    if (patient && isStarting(reply)) {
      return; // as if it had not answered
    }
    Long asked = askedNanos.remove(from);
    if (asked != null) {
      shared.health().answered(from, (shared.clock().nanos() - asked) / 1000);
    }
    if (reply instanceof PeerMessage.Known known) {
      round.replied(from, known.summary(), known.fit());
    } else {
      round.failed(from);
    }
    round.asks().forEach(this::ask);
  }

  private static boolean isStarting(PeerMessage.Reply reply) {
    return reply instanceof PeerMessage.Refused refused
        && refused.reason() == PeerMessage.Reason.STARTING;
  }

  /** Silence of those that were asked after which all others are asked, too. */
  long hedgeNanos() {
    long usual = TimeUnit.MICROSECONDS.toNanos(shared.health().usualMicros(askedNanos.keySet()));
    return Math.max(shared.hedgeAfterMin().toNanos(), usual);
  }

  /**
   * Those that were asked are slow: whoever is left is asked now. They are asked again, as a link
   * may have been cut and mended meanwhile.
   */
  void askMore() {
    askedNanos.keySet().forEach(shared.health()::silent);
    List.copyOf(askedNanos.keySet()).forEach(this::ask);
    round.slow().forEach(this::ask);
  }

  boolean isDone() {
    return round.isDone();
  }

  /** Whether a quorum of owners has said what it knows, caught up or not. */
  boolean hasQuorum() {
    return round.hasQuorum();
  }

  /** How many owners have said what they know, this node among them. */
  int heard() {
    return 1 + round.answers();
  }

  /** As far as the owners that can be reached know. */
  Context learned() {
    return round.learned();
  }
}
