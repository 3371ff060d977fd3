package aitta.membership;

import aitta.config.HostPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Whom to ask how things stand, and what they said. One actor's own. */
final class PeerProbes {
  /** Most addresses asked in one round. */
  private static final int MAX_PROBES = 64;

  /** Most addresses remembered only because somebody at them asked. */
  private static final int MAX_STRANGERS = 64;

  private final ActorSystem<?> system;
  private final HostPort self;
  private final Times times;
  private final List<HostPort> seeds;
  private final PeerBook book;
  private final Set<HostPort> strangers = new LinkedHashSet<>();
  private final Map<HostPort, Heard> heard = new HashMap<>();

  /** The newest answer from one address, and when it came. */
  private record Heard(Status status, long atMillis) {}

  PeerProbes(
      ActorSystem<?> system, HostPort self, Times times, List<HostPort> seeds, PeerBook book) {
    this.system = system;
    this.self = self;
    this.times = times;
    this.seeds = seeds;
    this.book = book;
  }

  /** Seeds, peers known from earlier, and whoever asked; never oneself. */
  Set<HostPort> candidates() {
    Set<HostPort> all = new LinkedHashSet<>(seeds);
    all.addAll(book.addresses());
    all.addAll(strangers);
    all.remove(self);
    if (all.size() <= MAX_PROBES) {
      return all;
    }
    List<HostPort> order = new ArrayList<>(all);
    Collections.shuffle(order); // so that all have their turn
    return new LinkedHashSet<>(order.subList(0, MAX_PROBES));
  }

  /** Takes down the address of somebody who asked and might belong here. */
  void meet(HostPort stranger) {
    if (strangers.size() < MAX_STRANGERS) {
      strangers.add(stranger);
    }
  }

  void ask(Collection<HostPort> whom, Status own, long nowMillis) {
    Membership.Probe question = new Membership.Probe(nowMillis, own);
    whom.forEach(at -> send(at, question));
  }

  void answer(Membership.Probe question, Status own) {
    send(question.from().at(), new Membership.Answer(question.nonce(), own));
  }

  private void send(HostPort at, RemoteMessage message) {
    Addresses.selection(system, at, Membership.NAME).tell(message, ActorRef.noSender());
  }

  /** What the answer says; nothing if it waited out a partition and tells of another time. */
  Optional<Status> accept(Membership.Answer answer, long nowMillis) {
    long age = nowMillis - answer.nonce();
    if (age < 0 || age > Math.max(times.apartEvery(), times.answerLife())) {
      return Optional.empty();
    }
    forgetOld(nowMillis);
    heard.put(answer.from().at(), new Heard(answer.from(), nowMillis));
    return Optional.of(answer.from());
  }

  /** The newest answer of each who answered lately. */
  List<Status> recent(long nowMillis) {
    forgetOld(nowMillis);
    return heard.values().stream().map(Heard::status).toList();
  }

  private void forgetOld(long nowMillis) {
    heard.values().removeIf(answer -> nowMillis - answer.atMillis() > times.answerLife());
  }
}
