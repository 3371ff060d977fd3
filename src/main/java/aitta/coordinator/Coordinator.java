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
        public Coordinator told(Event event) {
          return this;
        }

        @Override
        public void close() {}
      };

  /**
   * @return who goes on with the request: itself, another, or {@link #ENDED}
   */
  Coordinator told(Event event);

  /** However it ends: nothing is left that would listen for replies. Once is as good as twice. */
  void close();
}
