package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Question;
import aitta.peer.PeerMessage.Reply;
import aitta.peer.RangeMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;

/** What copies are taken for that they are not. */
final class CopyFlaws {
  private CopyFlaws() {}

  static void addTo(Map<String, Flaw> all) {
    all.put(
        "a copy that was lost counts as one that never was",
        new Flaw() {
          @Override
          boolean fresh(boolean isFresh) {
            return true;
          }
        });
    all.put(
        "every copy is confirmed",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            return question instanceof RangeMessage.Confirm confirm
                ? new RangeMessage.Confirmed(
                    confirm.id(),
                    confirm.lives().stream().mapToInt(RangeMessage.RangeLife::range).toArray(),
                    new int[0])
                : reply;
          }
        });
    all.put(
        "copies that are behind are counted",
        new Flaw() {
          @Override
          Reply reply(SimulatedNode node, NodeId to, Question question, Reply reply) {
            if (reply instanceof PeerMessage.Full full) {
              return new PeerMessage.Full(full.id(), full.siblings(), true);
            }
            return reply instanceof PeerMessage.Known known
                ? new PeerMessage.Known(known.id(), known.summary(), true)
                : reply;
          }
        });
    all.put(
        "a copy that is behind takes itself for fit",
        new Flaw() {
          @Override
          Copies copies(Copies copies) {
            return (Copies)
                wrapped(
                    Copies.class,
                    copies,
                    (method, arguments) ->
                        copies
                            .of((int) arguments[0])
                            .ifPresent(copy -> copies.caughtUp((int) arguments[0], copy.life())),
                    "of");
          }
        });
    all.put(
        "an exchange stores nothing",
        new Flaw() {
          @Override
          Question question(
              SimulatedNode node, NodeId from, Question question, Consumer<Reply> reply) {
            if (question instanceof RangeMessage.StoreSets) {
              reply.accept(new PeerMessage.Stored(question.id(), 0));
              return null;
            }
            return question;
          }
        });
  }

  interface Before {
    void call(String method, Object[] arguments);
  }

  /** {@code real}, with something done before each call of one of its methods. */
  static Object wrapped(Class<?> type, Object real, Before before, String name) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals(name)) {
            before.call(name, arguments);
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
