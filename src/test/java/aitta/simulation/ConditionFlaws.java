package aitta.simulation;

import aitta.peer.PeerMessage;
import aitta.version.Siblings;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is wrong with conditional writes. */
final class ConditionFlaws {
  private ConditionFlaws() {}

  static void addTo(Map<String, Flaw> all) {
    all.put(
        "a ballot is used again after a start",
        new Flaw() {
          @Override
          long start(long number) {
            return 1;
          }

          @Override
          RandomGenerator random(SimulatedNode node, RandomGenerator random) {
            return new RandomGenerator() {
              private long calls;

              @Override
              public long nextLong() {
                return calls++ == 0 ? 77 + node.id.hashCode() * (1L << 20) : random.nextLong();
              }
            };
          }
        });
    all.put(
        "a condition is judged by nothing",
        Flaw.answered(
            (node, question, reply) -> {
              boolean register =
                  question instanceof PeerMessage.Fetch fetch
                      && fetch.key().bucket().equals("register");
              return register && reply instanceof PeerMessage.Full full && full.id() % 3 == 0
                  ? new PeerMessage.Full(full.id(), Siblings.EMPTY, full.fit())
                  : reply;
            }));
    all.put(
        "a condition is judged by an older copy",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.StoreBallot store) {
                node.olderSets.put(store.key(), node.process().state().held(store.key()));
              } else if (question instanceof PeerMessage.Fetch fetch
                  && node.olderSets.containsKey(fetch.key())) {
                Siblings older = node.olderSets.get(fetch.key());
                reply.accept(new PeerMessage.Full(fetch.id(), older, true));
                return null;
              }
              return question;
            }));
    all.put("a promise is forgotten at a start", CopyFlaws.forgetting((byte) 0, (byte) 'p'));
  }
}
