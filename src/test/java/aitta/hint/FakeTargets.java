package aitta.hint;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.Envelope;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.Transport;
import aitta.version.Siblings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes that hints are for: they join what they are sent, and answer as a test wants it. */
final class FakeTargets implements Transport {
  /** What becomes of a set that was sent. */
  enum Manner {
    /** It is joined and acknowledged. */
    STORE,
    /** It is joined, the acknowledgement waits for {@link #acknowledge}. */
    STORE_AND_WAIT,
    /** It is refused. */
    REFUSE
  }

  private record Sent(NodeId to, PeerMessage.Store store) {}

  private final Map<NodeId, Map<Key, Siblings>> copies = new HashMap<>();
  private final Set<NodeId> reachable = new HashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> unanswered = new ArrayList<>();
  private final Map<NodeId, Map<Key, Siblings>> kept = new HashMap<>();
  private List<NodeId> keepers = List.of();
  private final Set<NodeId> full = new HashSet<>();
  private boolean leaving;
  private boolean over;
  private List<NodeId> owners = List.of(new NodeId("a"), new NodeId("b"));
  private NodeId stranger;
  private boolean fit = true;
  private Manner manner = Manner.STORE;
  private Peers peers;

  /** To be called before anything is sent. */
  void answerTo(Peers asking) {
    peers = asking;
  }

  synchronized boolean isReachable(NodeId node) {
    return reachable.contains(node);
  }

  synchronized void reach(NodeId node) {
    reachable.add(node);
  }

  /** It can be reached no more. */
  synchronized void lose(NodeId node) {
    reachable.remove(node);
  }

  /** All are members but this one, from now on. */
  synchronized void setStranger(NodeId node) {
    stranger = node;
  }

  synchronized boolean isMember(NodeId node) {
    return !node.equals(stranger);
  }

  /** Nodes that are no owners, and could keep what owners are to have. */
  synchronized List<NodeId> keepers() {
    return keepers;
  }

  synchronized void setKeepers(NodeId... nodes) {
    keepers = List.of(nodes);
  }

  /** It keeps nothing for others from now on. */
  synchronized void fill(NodeId node) {
    full.add(node);
  }

  /** The node whose hints these are is about to leave the ring. */
  synchronized void leave() {
    leaving = true;
  }

  synchronized boolean isLeaving() {
    return leaving;
  }

  /** The node whose hints these are may end at any moment. */
  synchronized void mayGo() {
    over = true;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** What a node was given to keep for others. */
  synchronized Map<Key, Siblings> keptBy(NodeId node) {
    return kept.getOrDefault(node, Map.of());
  }

  /** Owners of whatever key. */
  synchronized List<NodeId> owners() {
    return owners;
  }

  synchronized void setOwners(NodeId... nodes) {
    owners = List.of(nodes);
  }

  /** Its copy has, or has not, caught up. */
  synchronized void setFit(boolean isFit) {
    fit = isFit;
  }

  /** As if it had been written there. */
  synchronized void hold(NodeId node, Key key, Siblings siblings) {
    copies.computeIfAbsent(node, n -> new HashMap<>()).merge(key, siblings, Siblings::join);
  }

  synchronized void behave(Manner next) {
    manner = next;
  }

  @Override
  public boolean send(NodeId to, Envelope envelope) {
    if (envelope.message() instanceof PeerMessage.Fetch fetch) {
      reply(to, new PeerMessage.Known(fetch.id(), copy(to, fetch.key()).summary(), isFit()));
      return true;
    }
    if (envelope.message() instanceof PeerMessage.Keep keep) {
      synchronized (this) {
        if (full.contains(to)) {
          PeerMessage.Reason reason = PeerMessage.Reason.DISK;
          reply(to, new PeerMessage.Refused(keep.id(), reason, "full"));
          return true;
        }
        kept.computeIfAbsent(to, node -> new HashMap<>()).put(keep.key(), keep.siblings());
      }
      reply(to, new PeerMessage.Kept(keep.id(), keep.targets()));
      return true;
    }
    PeerMessage.Store store = (PeerMessage.Store) envelope.message();
    PeerMessage.Reply reply = received(new Sent(to, store));
    if (reply != null) {
      reply(to, reply);
    }
    return true;
  }

  private synchronized boolean isFit() {
    return fit;
  }

  private synchronized PeerMessage.Reply received(Sent message) {
    sent.add(message);
    long id = message.store().id();
    if (manner == Manner.REFUSE) {
      return new PeerMessage.Refused(id, PeerMessage.Reason.STARTING, "not yet");
    }
    copies
        .computeIfAbsent(message.to(), node -> new HashMap<>())
        .merge(message.store().key(), message.store().siblings(), Siblings::join);
    if (manner == Manner.STORE_AND_WAIT) {
      unanswered.add(message);
      return null;
    }
    return new PeerMessage.Stored(id, 0);
  }

  /** Acknowledges all that has been stored and not answered so far. */
  void acknowledge() {
    List<Sent> open;
    synchronized (this) {
      open = List.copyOf(unanswered);
      unanswered.clear();
    }
    open.forEach(message -> reply(message.to(), new PeerMessage.Stored(message.store().id(), 0)));
  }

  private void reply(NodeId from, PeerMessage.Reply reply) {
    peers.received(new Envelope(from, 0, System.currentTimeMillis(), 0, reply));
  }

  synchronized int unanswered() {
    return unanswered.size();
  }

  /** How many sets were sent, the same ones again included. */
  synchronized int sent() {
    return sent.size();
  }

  /** What the node holds of the key by now. */
  synchronized Siblings copy(NodeId node, Key key) {
    return copies.getOrDefault(node, Map.of()).getOrDefault(key, Siblings.EMPTY);
  }
}
