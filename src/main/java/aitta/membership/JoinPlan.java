package aitta.membership;

import aitta.config.ClusterSettings;
import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * How a node that has just started gets into its cluster: whom it joins, when it begins alone, when
 * it had better come from another port, and when it must give up. Looks at nothing but the answers
 * to its probes and the time that has passed.
 *
 * @param at own address now
 * @param configuredAt own address on the configured port
 * @param seeds as configured
 * @param ring id of the own ring, or empty
 * @param ringMembers ids of its members
 * @param entry version of the own entry in it
 * @param claims on the places in it
 */
public record JoinPlan(
    NodeId self,
    String directory,
    Compat compat,
    HostPort at,
    HostPort configuredAt,
    List<HostPort> seeds,
    String ring,
    SortedSet<NodeId> ringMembers,
    int entry,
    Claims claims,
    Times times) {

  static JoinPlan of(
      Self self, ClusterSettings settings, Optional<RingState> ring, Claims claims, Times times) {
    return new JoinPlan(
        self.node(),
        self.facts().directory(),
        self.compat(),
        self.at(),
        settings.address(),
        settings.seeds(),
        RingState.idOf(ring),
        RingState.membersOf(ring),
        ring.flatMap(known -> known.ring().membershipOf(self.node()))
            .map(aitta.ring.Membership::version)
            .orElse(0),
        claims,
        times);
  }

  /** What to do now. */
  public sealed interface Step {}

  /** Nothing yet; ask again. */
  public enum Wait implements Step {
    INSTANCE
  }

  /** Join by these, all of one cluster. */
  public record Join(List<HostPort> through) implements Step {
    public Join {
      through = List.copyOf(through);
    }
  }

  /** Begin a cluster of one; others find it. */
  public enum FormAlone implements Step {
    INSTANCE
  }

  /** Peers are there but do not admit this address: come again from another port. */
  public record ChangePort(String reason) implements Step {}

  /** This node was removed from its ring: it sets aside what it has and joins as a new one. */
  public record StartOver(String reason) implements Step {}

  /** This node can never be part of that cluster. */
  public record End(String reason) implements Step {}

  /**
   * How far it has got.
   *
   * @param quietFor ms since this actor system started, or there was last somebody to join
   * @param unservingFor ms since the process started, or this node was last in a cluster
   * @param joiningFor ms since the present join began, or -1
   * @param answers the newest from each peer that answered lately
   * @param candidates all addresses that are being asked
   */
  public record Progress(
      long quietFor,
      long unservingFor,
      long joiningFor,
      Collection<Status> answers,
      Set<HostPort> candidates) {}

  private boolean hasRing() {
    return !ring.isEmpty();
  }

  public Step next(Progress progress) {
    List<Status> joined = progress.answers().stream().filter(Status::joined).toList();
    for (Status peer : joined) {
      if (peer.node().equals(self) && !peer.facts().directory().equals(directory)) {
        return new End(
            "node id "
                + self
                + " is in use at "
                + peer.at()
                + " by a process with another data directory; stop that one, or give this one"
                + " another AITTA_NODE_ID");
      }
    }
    for (Status peer : progress.answers()) {
      if (peer.ring().equals(ring) && claims.isOvertakenIn(peer.claims(), self, directory)) {
        return new End(Claims.overtaken(self, ring));
      }
    }
    for (Status peer : progress.answers()) {
      if (peer.ring().equals(ring) && peer.removed().getOrDefault(self, 0) >= Math.max(1, entry)) {
        return new StartOver(removed(peer.node().value()));
      }
    }
    List<Status> fit = joined.stream().filter(peer -> refusal(peer).isEmpty()).toList();
    if (!fit.isEmpty()) {
      return follow(best(fit), fit, progress);
    }
    for (Status peer : joined) {
      if (!hasRing() || seeds.contains(peer.at())) {
        return new End(refusal(peer));
      }
    }
    return mayFormAlone(progress) ? FormAlone.INSTANCE : Wait.INSTANCE;
  }

  /** Why a node starts over. */
  static String removed(String knownBy) {
    return "this node was removed from the ring, as " + knownBy + " knows; it joins as a new one";
  }

  /** Why this node cannot be part of the cluster of {@code peer}; empty if it can. */
  private String refusal(Status peer) {
    return refusal(self, compat, ring, peer);
  }

  /** Why {@code joining} cannot be part of the cluster of {@code peer}; empty if it can. */
  static String refusal(Status joining, Status peer) {
    return refusal(joining.node(), joining.compat(), joining.ring(), peer);
  }

  private static String refusal(NodeId joining, Compat compat, String ring, Status peer) {
    List<String> differences = peer.compat().refusals(compat);
    if (!differences.isEmpty()) {
      return "refused by node "
          + peer.node()
          + " at "
          + peer.at()
          + ": "
          + String.join("; ", differences);
    }
    if (!ring.isEmpty() && peer.hasRing() && !ring.equals(peer.ring())) {
      return "node "
          + joining
          + " has data of ring "
          + ring
          + ", and the cluster of node "
          + peer.node()
          + " at "
          + peer.at()
          + " has ring "
          + peer.ring()
          + "; correct AITTA_SEEDS, or start with an empty AITTA_DATA_DIR";
    }
    return "";
  }

  /** One of the side that would be left if all these clusters became one. */
  private static Status best(List<Status> fit) {
    Status best = fit.get(0);
    for (Status peer : fit) {
      if (MergeRule.loses(MergeRule.Side.of(best), MergeRule.Side.of(peer))) {
        best = peer;
      }
    }
    return best;
  }

  private Step follow(Status best, List<Status> fit, Progress progress) {
    if (hasRing() && progress.unservingFor() >= times.aloneAfter()) {
      return FormAlone.INSTANCE;
    }
    if (fit.stream().anyMatch(peer -> namesake(self, directory, at, peer).isPresent())) {
      return Wait.INSTANCE; // until it answers, or is found out of reach
    }
    long patience = isBlocked(best) ? times.blockedPatience() : times.joinTimeout();
    if (progress.joiningFor() >= patience) {
      return new ChangePort(
          "not admitted at "
              + at
              + " within "
              + patience
              + " ms, although "
              + best.at()
              + " is there");
    }
    List<HostPort> through = new ArrayList<>();
    through.add(best.at());
    fit.stream()
        .filter(peer -> peer.isMemberOf(best))
        .map(Status::at)
        .filter(address -> !through.contains(address))
        .forEach(through::add);
    return new Join(through);
  }

  /**
   * The member that has this node's id and another data directory, and is alive as far as {@code
   * peer} knows. It is asked before its place is taken: else a node that was started by mistake
   * would end the one that it was named after.
   *
   * @param at own address, at which nobody else can be
   */
  static Optional<Sight> namesake(NodeId self, String directory, HostPort at, Status peer) {
    return peer.members().stream()
        .filter(member -> member.node().equals(self))
        .filter(member -> !member.facts().directory().equals(directory))
        .filter(member -> member.reachable() && !member.standing().isOver())
        .filter(member -> !member.at().equals(at))
        .findFirst();
  }

  /**
   * Whether this address stays taken: an earlier actor system of it is still a member, and cannot
   * be removed while another member, not declared over, cannot be reached.
   */
  private boolean isBlocked(Status peer) {
    boolean taken = peer.members().stream().anyMatch(member -> member.at().equals(at));
    return taken
        && peer.members().stream()
            .anyMatch(
                member ->
                    !member.at().equals(at)
                        && !member.reachable()
                        && member.standing().blocksConvergence());
  }

  private boolean mayFormAlone(Progress progress) {
    Set<NodeId> answered =
        progress.answers().stream().map(Status::node).collect(Collectors.toSet());
    if (hasRing()) {
      int rank = ringMembers.headSet(self).size();
      boolean allThere =
          ringMembers.stream().allMatch(id -> id.equals(self) || answered.contains(id));
      return rank == 0 && allThere
          || progress.candidates().isEmpty()
          || progress.quietFor() >= times.waitOfRank(rank);
    }
    if (!seeds.get(0).equals(configuredAt)) {
      return false;
    }
    Set<HostPort> heard = progress.answers().stream().map(Status::at).collect(Collectors.toSet());
    return seeds.stream().allMatch(seed -> seed.equals(configuredAt) || heard.contains(seed))
        || progress.quietFor() >= times.seedWait();
  }
}
