package aitta.replica;

import aitta.model.NodeId;
import aitta.ownership.Acceptor;
import aitta.ownership.OwnershipFormat;
import aitta.ownership.Pledge;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;

/**
 * Under which list of its range's owners a copy is read and written, and its part in deciding the
 * next one. Used by one thread.
 */
final class Agreement {
  private final NodeId self;
  private Acceptor acceptor;

  /**
   * @param row what was kept of it; null for nothing
   * @param list the newest that this node knows
   */
  Agreement(NodeId self, byte[] row, RangeOwners list) {
    this.self = self;
    this.acceptor = row == null ? Acceptor.of(list) : OwnershipFormat.decode(row).learn(list);
  }

  RangeOwners list() {
    return acceptor.list();
  }

  boolean isSealed() {
    return acceptor.isSealed();
  }

  /** Whether this was news. */
  boolean learn(RangeOwners list) {
    Acceptor before = acceptor;
    acceptor = acceptor.learn(list);
    return acceptor != before;
  }

  /**
   * Why a question under this version of the list is not answered; null where it is.
   *
   * @param id of the question
   */
  PeerMessage.Reply refusal(long id, int version) {
    RangeOwners list = acceptor.list();
    if (version == PeerMessage.OfReplica.ANY_LIST) {
      return null;
    }
    if (version < list.version()) {
      return new OwnerMessage.ListIs(id, list);
    }
    if (version > list.version()) {
      return refused(id, Reason.UNAWARE, "has not heard of list " + version);
    }
    if (!list.isOwner(self)) {
      return refused(id, Reason.NOT_OWNER, "is none of the owners " + list.owners());
    }
    return acceptor.isSealed() ? refused(id, Reason.SEALED, "awaits the list after " + list) : null;
  }

  private PeerMessage.Refused refused(long id, Reason reason, String detail) {
    return new PeerMessage.Refused(
        id, reason, "range " + list().range() + ": " + self + " " + detail);
  }

  /**
   * What to say, once a row is on disk.
   *
   * @param change of the row; null where the reply promises nothing
   */
  record Vote(Acceptor.Reply reply, RowChange change) {}

  Pledge pledge() {
    return acceptor.pledge();
  }

  /**
   * Takes over what another owner has said of the next list.
   *
   * @param version of the list that it has said it under
   * @return the row to be written; null where that was nothing new
   */
  RowChange adopt(int version, Pledge pledge) {
    Acceptor before = acceptor;
    acceptor = acceptor.adopt(version, pledge);
    return acceptor.equals(before) ? null : row();
  }

  private RowChange row() {
    return new RowChange(Rows.OWNERS, OwnershipFormat.encode(acceptor));
  }

  /**
   * A copy that is not an owner's has no vote, nor has one that is not fit: what it has said before
   * may be among what it has lost.
   */
  Vote vote(OwnerMessage.OfOwners question, boolean isFit) {
    if (!isFit || !acceptor.list().isOwner(self)) {
      return new Vote(new Acceptor.Unaware(acceptor.list().version()), null);
    }
    Acceptor.Answered answered =
        question instanceof OwnerMessage.Prepare prepare
            ? acceptor.prepare(prepare.version(), prepare.proposal())
            : accept((OwnerMessage.Accept) question);
    acceptor = answered.state();
    boolean promises =
        answered.reply() instanceof Acceptor.Promised
            || answered.reply() instanceof Acceptor.Sealed;
    // Also where nothing has changed: what was said before may be on its way to the disk still.
    return new Vote(answered.reply(), promises ? row() : null);
  }

  private Acceptor.Answered accept(OwnerMessage.Accept accept) {
    return acceptor.accept(accept.proposal(), accept.next());
  }
}
