package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.RangeReplica;

/** Coordinates one request, told what happens. Used by the thread of the actor that runs it. */
interface Coordinator {
  /** What a coordinator is told. */
  sealed interface Event {}

  record Replied(NodeId from, PeerMessage.Reply reply) implements Event {}

  record Minted(RangeReplica.MintReply reply) implements Event {}

  /** About this node's own copy, or its own hint where it coordinates as a stand-in. */
  record StoredHere(PeerMessage.Reply reply, int attempt) implements Event {}

  /** The time has come that was asked for. */
  enum Wake implements Event {
    INSTANCE
  }

  /** What a coordinator becomes that has done all it had to. */
  Coordinator ENDED =
      new Coordinator() {
        @Override
        public Coordinator onReplied(Replied message) {
          return this;
        }

        @Override
        public Coordinator onWake() {
          return this;
        }

        @Override
        public void close() {}
      };

  /**
   * @return who goes on with the request: itself, another, or {@link #ENDED}
   */
  default Coordinator told(Event event) {
    if (event instanceof Replied replied) {
      return onReplied(replied);
    } else if (event instanceof Minted minted) {
      return onMinted(minted);
    } else if (event instanceof StoredHere stored) {
      return onStoredHere(stored);
    }
    return onWake();
  }

  Coordinator onReplied(Replied message);

  Coordinator onWake();

  /** Told to those alone that have something minted here. */
  default Coordinator onMinted(Minted message) {
    return this;
  }

  /** Told to those alone that have something minted here. */
  default Coordinator onStoredHere(StoredHere message) {
    return this;
  }

  /** However it ends: nothing is left that would listen for replies. Once is as good as twice. */
  void close();
}
