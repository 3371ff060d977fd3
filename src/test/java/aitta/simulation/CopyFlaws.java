package aitta.simulation;

import aitta.antientropy.Copies;
import aitta.node.ReplicaCopies;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.replica.ReplicaFigures;
import aitta.storage.RowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;

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
        Flaw.answered(
            (node, question, reply) ->
                question instanceof RangeMessage.Confirm confirm
                    ? new RangeMessage.Confirmed(
                        confirm.id(),
                        confirm.lives().stream().mapToInt(RangeMessage.RangeLife::range).toArray(),
                        new int[0])
                    : reply));
    all.put(
        "a copy claims what it has taken while nobody had confirmed it",
        new Flaw() {
          @Override
          Copies copies(Copies copies) {
            return claimingAll((ReplicaCopies) copies);
          }
        });
    all.put(
        "copies that are behind are counted",
        Flaw.answered(
            (node, question, reply) -> {
              if (reply instanceof PeerMessage.Full full) {
                return new PeerMessage.Full(full.id(), full.siblings(), true);
              }
              return reply instanceof PeerMessage.Known known
                  ? new PeerMessage.Known(known.id(), known.summary(), true)
                  : reply;
            }));
    all.put(
        "copies that are behind count for what is newer by time",
        Flaw.answered(
            (node, question, reply) ->
                reply instanceof PeerMessage.Stored stored
                    ? new PeerMessage.Stored(
                        stored.id(), stored.newestTimestamp(), true, stored.life(), stored.seqNr())
                    : reply));
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
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof RangeMessage.StoreSets) {
                reply.accept(new PeerMessage.Stored(question.id(), 0));
                return null;
              }
              return question;
            }));
  }

  /** A row of a copy that is written, and not found when it is read. */
  static Flaw forgetting(byte... row) {
    return new Flaw() {
      @Override
      RowStore store(RowStore store) {
        return (RowStore)
            wrapped(
                RowStore.class,
                store,
                (method, arguments) -> {
                  if (Arrays.equals((byte[]) arguments[1], row)) {
                    arguments[1] = new byte[] {0, 'x'};
                  }
                },
                "get");
      }
    };
  }

  private static Copies claimingAll(ReplicaCopies copies) {
    return (Copies)
        Proxy.newProxyInstance(
            Copies.class.getClassLoader(),
            new Class<?>[] {Copies.class},
            (proxy, method, arguments) ->
                method.getName().equals("of")
                    ? copies.figures().of((int) arguments[0]).map(CopyFlaws::withAll)
                    : method.invoke(copies, arguments));
  }

  private static Copies.Copy withAll(ReplicaFigures.Copy copy) {
    return new Copies.Copy(
        copy.standing().life(),
        copy.standing().seqNr(),
        copy.standing().reclaims(),
        copy.fitness(),
        copy.vouches(),
        copy.predecessor(),
        copy.decreed());
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
