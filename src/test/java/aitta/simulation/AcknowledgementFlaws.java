package aitta.simulation;

import aitta.peer.PeerMessage;
import aitta.quorum.Level;
import aitta.request.Request;
import aitta.version.Version;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is acknowledged that should not be, or counted. */
final class AcknowledgementFlaws {
  private AcknowledgementFlaws() {}

  static void addTo(Map<String, Flaw> all) {
    all.put(
        "questions are numbered from one after every start",
        new Flaw() {
          @Override
          RandomGenerator numbers(RandomGenerator random) {
            return () -> 0;
          }
        });
    all.put(
        "a strict write counts stand-ins",
        new Flaw() {
          @Override
          Request request(Request request) {
            return request instanceof Request.Write w && w.precondition() == null
                ? new Request.Write(
                    w.key(),
                    w.content(),
                    w.supersedes(),
                    null,
                    w.w(),
                    false,
                    w.latest(),
                    w.timeout())
                : request;
          }
        });
    all.put(
        "a strict read counts stand-ins",
        new Flaw() {
          @Override
          Request request(Request request) {
            return request instanceof Request.Read r
                ? new Request.Read(r.key(), r.r(), false, r.timeout())
                : request;
          }
        });
    all.put(
        "a copy is acknowledged before it is on disk",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.Store store) {
                reply.accept(new PeerMessage.Stored(store.id(), 0));
                return new PeerMessage.Store(0, store.key(), store.siblings(), store.list());
              }
              return question;
            }));
    all.put("a copy is acknowledged and dropped", acknowledging(PeerMessage.Store.class));
    all.put("a hint that counted is dropped", acknowledging(PeerMessage.Keep.class));
    all.put(
        "a refusal is taken for an acknowledgement",
        Flaw.answered(
            (node, question, reply) -> {
              boolean refused = reply instanceof PeerMessage.Refused;
              return refused && question instanceof PeerMessage.Store
                  ? new PeerMessage.Stored(reply.id(), 0)
                  : reply;
            }));
    all.put(
        "a node that has handed over everything takes hints",
        new Flaw() {
          @Override
          boolean takesNoHintsAtTheEnd() {
            return false;
          }

          // Once those who stay have heard of all that it knows, hardly anybody offers it one.
          @Override
          boolean leavesUnheard() {
            return true;
          }
        });
    all.put(
        "the disk forgets what it acknowledged last",
        new Flaw() {
          @Override
          int eventsLostAtCrash() {
            return 1;
          }
        });
    all.put(
        "deletes are acknowledged and dropped",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.Store store
                  && store.siblings().versions().stream().allMatch(Version::deleted)) {
                reply.accept(new PeerMessage.Stored(store.id(), 0));
                return null;
              }
              return question;
            }));
    all.put(
        "a hint is acknowledged before it is on disk",
        Flaw.asked(
            (node, question, reply) -> {
              if (question instanceof PeerMessage.Keep keep) {
                reply.accept(new PeerMessage.Kept(keep.id(), keep.targets()));
                return new PeerMessage.Keep(0, keep.key(), keep.targets(), keep.siblings());
              }
              return question;
            }));
    all.put(
        "a quorum is met by one",
        new Flaw() {
          @Override
          Request request(Request request) {
            return request instanceof Request.Read read
                ? new Request.Read(read.key(), Level.ONE, read.strict(), read.timeout())
                : request;
          }
        });
  }

  private static Flaw acknowledging(Class<?> type) {
    return Flaw.asked(
        (node, question, reply) -> {
          if (!type.isInstance(question)) {
            return question;
          }
          reply.accept(
              question instanceof PeerMessage.Keep keep
                  ? new PeerMessage.Kept(keep.id(), keep.targets())
                  : new PeerMessage.Stored(question.id(), 0));
          return null;
        });
  }
}
