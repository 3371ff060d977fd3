package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Standing;
import aitta.replica.RangeReplica;
import aitta.request.Request;
import aitta.version.Context;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where versions are minted on this node, and how its copies stand. Callbacks are called on other
 * threads and only pass on.
 */
public interface Minter {
  /** Whether this node's own copy of {@code range} has caught up; others do not count. */
  boolean isFit(int range);

  /** How this node's own copy of {@code range} stands; {@link Standing#NONE} without one. */
  Standing ownCopy(int range);

  /**
   * A peer has said how far its copy is; to be remembered where this node is an owner, too.
   *
   * @param life 0 where it did not say
   */
  void heard(int range, NodeId peer, long life, long seqNr);

  /**
   * As an owner of {@code range}: by its replica.
   *
   * @param list version of the list of owners under which this is done
   * @param deadlineNanos past it nothing is minted
   * @param stored told when the version is on disk here, or that it will not be
   */
  void mintAsOwner(
      int range,
      int list,
      Request.Write write,
      Context learned,
      long above,
      long deadlineNanos,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> stored);

  /**
   * As a stand-in for {@code owners}, none of which can be reached: by the hint store.
   *
   * @param above the version's timestamp is higher than this
   * @param kept told when the hint is on disk here, or that it will not be
   */
  void mintAsStandIn(
      List<NodeId> owners,
      Request.Write write,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept);
}
