package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.coordinator.Minter;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.request.Request;
import aitta.storage.RowStore;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A deliberate mistake, made where two parts of production meet. This one makes none; each of the
 * others shows that the simulation would notice it.
 */
class Flaw {
  static final Flaw NONE = new Flaw();

  /** What a part of the node is asked in the place of a question; null for nothing. */
  interface Asked {
    PeerMessage.Question instead(
        SimulatedNode node, PeerMessage.Question question, Consumer<PeerMessage.Reply> reply);
  }

  /** What goes back in the place of a reply. */
  interface Answered {
    PeerMessage.Reply instead(
        SimulatedNode node, PeerMessage.Question question, PeerMessage.Reply reply);
  }

  static Flaw asked(Asked change) {
    return new Flaw() {
      @Override
      PeerMessage.Question question(
          SimulatedNode node,
          NodeId from,
          PeerMessage.Question question,
          Consumer<PeerMessage.Reply> reply) {
        return change.instead(node, question, reply);
      }
    };
  }

  static Flaw answered(Answered change) {
    return new Flaw() {
      @Override
      PeerMessage.Reply reply(
          SimulatedNode node, NodeId to, PeerMessage.Question question, PeerMessage.Reply reply) {
        return change.instead(node, question, reply);
      }
    };
  }

  RandomGenerator random(SimulatedNode node, RandomGenerator random) {
    return random;
  }

  RowStore store(RowStore store) {
    return store;
  }

  Request request(Request request) {
    return request;
  }

  /** How many of the newest events, though they were acknowledged, a crash loses. */
  int eventsLostAtCrash() {
    return 0;
  }

  boolean fresh(boolean isFresh) {
    return isFresh;
  }

  long start(long number) {
    return number;
  }

  /** Says where the numbers of a start's questions begin. */
  RandomGenerator numbers(RandomGenerator random) {
    return random;
  }

  boolean takesNoHintsAtTheEnd() {
    return true;
  }

  boolean forgetsOldHints() {
    return true;
  }

  /** Whether a copy goes as soon as its node hears that it owns the range no more. */
  boolean dropsOldCopies() {
    return false;
  }

  /** Whether a node that is leaving goes though others may not know the newest ring. */
  boolean leavesUnheard() {
    return false;
  }

  Copies copies(Copies copies) {
    return copies;
  }

  Minter minter(Minter minter) {
    return minter;
  }

  /**
   * What a part of the node is asked in the place of this.
   *
   * @return null for nothing
   */
  PeerMessage.Question question(
      SimulatedNode node,
      NodeId from,
      PeerMessage.Question question,
      Consumer<PeerMessage.Reply> reply) {
    return question;
  }

  /** What goes back in the place of this. */
  PeerMessage.Reply reply(
      SimulatedNode node, NodeId to, PeerMessage.Question question, PeerMessage.Reply reply) {
    return reply;
  }
}
