package aitta.simulation;

import aitta.coordinator.Minter;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Standing;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.request.Request;
import aitta.version.Context;
import java.util.List;
import java.util.function.Consumer;

/** Tells the ledger of everything that a node mints. */
record WatchedMinter(Minter real, Ledger ledger) implements Minter {
  private Consumer<RangeReplica.MintReply> watched(
      Request.Write write, Consumer<RangeReplica.MintReply> minted) {
    return reply -> {
      if (reply instanceof RangeReplica.Minting minting
          && minting.outcome() instanceof ReplicaState.Minted version) {
        ledger.minted(write, version);
      }
      minted.accept(reply);
    };
  }

  @Override
  public boolean isFit(int range) {
    return real.isFit(range);
  }

  @Override
  public Standing ownCopy(int range) {
    return real.ownCopy(range);
  }

  @Override
  public void heard(int range, NodeId peer, long life, long seqNr) {
    real.heard(range, peer, life, seqNr);
  }

  @Override
  public void mintAsOwner(
      int range,
      int list,
      Request.Write write,
      Context learned,
      long above,
      long deadlineNanos,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> stored) {
    real.mintAsOwner(
        range, list, write, learned, above, deadlineNanos, watched(write, minted), stored);
  }

  @Override
  public void mintAsStandIn(
      List<NodeId> owners,
      Request.Write write,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept) {
    real.mintAsStandIn(owners, write, above, watched(write, minted), kept);
  }
}
