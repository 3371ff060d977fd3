package aitta.peer;

import aitta.model.NodeId;
import aitta.ownership.Acceptor;
import aitta.ownership.Proposal;
import aitta.ring.RangeOwners;
import java.util.List;

/** What nodes ask each other when the owners of a range change; see {@link aitta.ownership}. */
public final class OwnerMessage {
  private OwnerMessage() {}

  /** About the owners of one range. */
  public sealed interface OfOwners extends PeerMessage.Question {
    int range();
  }

  /** Paxos, phase 1, for the successor of the list of this version. */
  public record Prepare(long id, int range, int version, Proposal proposal) implements OfOwners {}

  /** Paxos, phase 2. */
  public record Accept(long id, Proposal proposal, RangeOwners next) implements OfOwners {
    @Override
    public int range() {
      return next.range();
    }
  }

  /** Answers {@link Prepare} and {@link Accept}; what it says is on disk. */
  public record Voted(long id, Acceptor.Reply reply) implements PeerMessage.Reply {}

  /** This list was decided. Not answered. */
  public record Decided(long id, RangeOwners list) implements OfOwners {
    @Override
    public int range() {
      return list.range();
    }
  }

  /** How do you stand, as an owner? Answered by {@link Stands}. */
  public record AskStands(long id, int range) implements OfOwners {}

  /**
   * @param list the newest that this owner knows
   * @param sealed whether it has accepted a successor
   * @param fit whether it has caught up
   * @param bytes that its copy takes
   * @param levelWith owners with which it has completed an exchange under the list
   */
  public record Stands(
      long id,
      RangeOwners list,
      boolean sealed,
      boolean fit,
      long keys,
      long bytes,
      List<NodeId> levelWith)
      implements PeerMessage.Reply {
    public Stands {
      levelWith = List.copyOf(levelWith);
    }
  }

  /**
   * Get a copy of the range ready: you are to be an owner in the list after this one. Answered at
   * once by {@link FillIs}; asked again until it is filled.
   *
   * @param giver whose place the asked node is to take; the asker where the list grows
   * @param bytes that the range takes
   */
  public record Fill(long id, RangeOwners list, NodeId giver, long bytes) implements OfOwners {
    @Override
    public int range() {
      return list.range();
    }
  }

  /**
   * @param filled whether the copy has what the owners had when they were asked for it
   */
  public record FillIs(long id, boolean filled) implements PeerMessage.Reply {}

  /** Not done: the range has a newer list of owners than the one under which it was asked. */
  public record ListIs(long id, RangeOwners list) implements PeerMessage.Reply {}
}
