package aitta.coordinator;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One node's hints, durable at once. */
final class FakeHints {
  private final NodeClock clock;
  private final RandomGenerator random;
  private final Map<NodeId, Map<Key, Siblings>> hints = new HashMap<>();
  private final Map<Key, Long> writers = new HashMap<>();
  private boolean full;

  FakeHints(NodeClock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized void setFull(boolean isFull) {
    full = isFull;
  }

  synchronized Siblings heldFor(NodeId target, Key key) {
    return hints.getOrDefault(target, Map.of()).getOrDefault(key, Siblings.EMPTY);
  }

  synchronized void answer(PeerMessage.OfHints question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof PeerMessage.FetchHint fetch) {
      Siblings known = known(fetch.key(), fetch.owners());
      reply.accept(
          fetch.full()
              ? new PeerMessage.Full(fetch.id(), known, true)
              : new PeerMessage.Known(fetch.id(), known.summary(), true));
      return;
    }
    PeerMessage.Keep keep = (PeerMessage.Keep) question;
    if (full) {
      reply.accept(new PeerMessage.Refused(keep.id(), Reason.OVERLOADED, "full"));
    } else {
      keep.targets().forEach(target -> keep(target, keep.key(), keep.siblings()));
      reply.accept(new PeerMessage.Kept(keep.id(), keep.targets()));
    }
  }

  private void keep(NodeId target, Key key, Siblings siblings) {
    hints.computeIfAbsent(target, t -> new HashMap<>()).merge(key, siblings, Siblings::join);
  }

  private Siblings known(Key key, List<NodeId> owners) {
    return owners.stream().map(owner -> heldFor(owner, key)).reduce(Siblings.EMPTY, Siblings::join);
  }

  synchronized void mint(
      List<NodeId> owners,
      Request.Write write,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> kept) {
    if (full) {
      minted.accept(new RangeReplica.MintRefused(Reason.OVERLOADED, "full"));
      return;
    }
    long writer = writers.computeIfAbsent(write.key(), key -> Dot.drawWriter(random));
    ReplicaState.Minting outcome =
        ReplicaState.mintAs(
            writer,
            known(write.key(), owners),
            write,
            Context.EMPTY,
            Math.max(above, clock.hybrid()),
            clock.millis(),
            new ReplicaState.Limits(100, 16L << 20));
    minted.accept(new RangeReplica.Minting(outcome));
    if (outcome instanceof ReplicaState.Minted version) {
      owners.forEach(owner -> keep(owner, write.key(), version.siblings()));
      kept.accept(new PeerMessage.Kept(0, Set.copyOf(owners)));
    }
  }
}
