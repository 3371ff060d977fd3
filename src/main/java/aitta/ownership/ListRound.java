package aitta.ownership;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One attempt to have the successor of a list decided. It ends with the list that was decided,
 * which need not be the one that was wanted: what a majority may have accepted before is brought to
 * its end. Changed by the facts told to it; used by one thread.
 */
public final class ListRound {
  /** What to do now. */
  public sealed interface Step {}

  /** Ask these owners of the old list for their promise. */
  public record Prepare(List<NodeId> to, int version, Proposal proposal) implements Step {}

  /** Ask these owners of the old list to accept. */
  public record Accept(List<NodeId> to, Proposal proposal, RangeOwners next) implements Step {}

  /** This list is decided, by this attempt or an earlier one. Spread it. */
  public record Done(RangeOwners list) implements Step {}

  /**
   * Too many owners refused. Another attempt takes a proposal above {@code highest}, after a while
   * that differs from proposer to proposer.
   */
  public record GiveUp(Proposal highest) implements Step {}

  /** Wait for facts. */
  public enum Wait implements Step {
    INSTANCE
  }

  private enum Phase {
    START,
    PREPARING,
    ACCEPTING,
    OVER
  }

  private final RangeOwners list;
  private final Proposal proposal;
  private final Set<NodeId> agreed = new HashSet<>(); // to what was asked last
  private final Set<NodeId> refused = new HashSet<>();
  private RangeOwners next;
  private Accepted found; // the highest that anybody has accepted
  private RangeOwners decided;
  private Proposal highest;
  private Phase phase = Phase.START;

  /**
   * @param list the newest decided list
   * @param wanted its successor, where nobody has accepted another one
   * @throws IllegalArgumentException unless {@code wanted} is a successor that {@link NextList}
   *     allows
   */
  public ListRound(RangeOwners list, RangeOwners wanted, Proposal proposal) {
    if (!NextList.isStep(list, wanted)) {
      throw new IllegalArgumentException(wanted + " is no step from " + list);
    }
    this.list = list;
    this.next = wanted;
    this.proposal = proposal;
    this.highest = proposal;
  }

  /** An owner has replied to what it was asked last. */
  public void replied(NodeId from, Acceptor.Reply reply) {
    if (!list.isOwner(from)) {
      return;
    }
    if (reply instanceof Acceptor.Decided news && news.list().version() > list.version()) {
      decided = news.list();
    } else if (reply instanceof Acceptor.Promised promised && phase == Phase.PREPARING) {
      agreed.add(from);
      Accepted one = promised.accepted();
      if (one != null && (found == null || one.proposal().compareTo(found.proposal()) > 0)) {
        found = one;
      }
    } else if (reply instanceof Acceptor.Sealed && phase == Phase.ACCEPTING) {
      agreed.add(from);
    } else if (reply instanceof Acceptor.Outbid outbid) {
      highest = outbid.promised().compareTo(highest) > 0 ? outbid.promised() : highest;
      refused.add(from);
    } else if (reply instanceof Acceptor.Unaware) {
      refused.add(from);
    }
  }

  /** The owner cannot be reached, or did not answer in time. */
  public void failed(NodeId from) {
    refused.add(from);
  }

  /** What to do now, given all facts so far. Each question is handed out once. */
  public Step step() {
    if (phase == Phase.OVER) {
      return Wait.INSTANCE;
    }
    if (decided != null) {
      return end(new Done(decided));
    }
    if (phase == Phase.START) {
      phase = Phase.PREPARING;
      return new Prepare(list.owners(), list.version(), proposal);
    }
    if (agreed.size() > list.n() / 2) {
      return phase == Phase.PREPARING ? propose() : end(new Done(next));
    }
    boolean hopeless = list.n() - withoutAgreed(refused) <= list.n() / 2;
    return hopeless ? end(new GiveUp(highest)) : Wait.INSTANCE;
  }

  private Step propose() {
    phase = Phase.ACCEPTING;
    agreed.clear();
    refused.clear();
    next = found == null ? next : found.next();
    return new Accept(list.owners(), proposal, next);
  }

  private int withoutAgreed(Set<NodeId> nodes) {
    return (int) nodes.stream().filter(node -> !agreed.contains(node)).count();
  }

  private Step end(Step last) {
    phase = Phase.OVER;
    return last;
  }
}
