package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random life of one key: replicas that coordinate writes, crash and come back under a new writer
 * id, messages that are lost, late or doubled, clients with contexts of any age. Every {@link
 * Siblings} goes beside its {@link Knowledge} and is compared with it after each step.
 */
final class History {
  private static final int REPLICAS = 4;

  /** What a replica holds, or a message carries. */
  record State(Siblings real, Knowledge model) {
    State join(State other) {
      return new State(real.join(other.real), model.join(other.model));
    }
  }

  /** A client's context, and the dots that it stood for when it was given out. */
  record Carried(Seen seen, Set<Dot> dots) {}

  /** Which versions are marked {@code latest}. */
  enum Policy {
    SIBLINGS,
    LATEST,
    MIXED
  }

  private static final class Replica {
    State state = new State(Siblings.EMPTY, Knowledge.NONE);
    State persisted = state;
    long writer;
    long counter; // runs over the whole range, so a key sees gaps
    long clockSkewMillis;
  }

  final Ledger ledger = new Ledger();
  final List<State> states = new ArrayList<>(); // all that were ever reached
  private final long seed;
  private final Policy policy;
  private final SplittableRandom random;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<State> messages = new ArrayList<>();
  private final List<Carried> clients = new ArrayList<>();
  private int step;

  History(long seed, Policy policy) {
    this.seed = seed;
    this.policy = policy;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < REPLICAS; i++) {
      Replica replica = new Replica();
      restart(replica);
      replicas.add(replica);
    }
  }

  History run(int steps) {
    for (step = 0; step < steps; step++) {
      Replica one = any(replicas);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> write(one);
        case 3, 4, 5 -> deliver(one);
        case 6 -> hold(one, one.state.join(any(replicas).state));
        case 7 -> read();
        case 8 -> one.persisted = one.state;
        default -> maybeRestart(one);
      }
    }
    return this;
  }

  /** What there is once everybody has heard everything, whatever the order. */
  State settled() {
    State all = new State(Siblings.EMPTY, Knowledge.NONE);
    List<State> left = new ArrayList<>(states);
    while (!left.isEmpty()) {
      all = all.join(left.remove(random.nextInt(left.size())));
    }
    check(all);
    return all;
  }

  String where() {
    return policy + " seed " + seed + " step " + step;
  }

  private void write(Replica at) {
    Carried with = contextOfWrite();
    at.counter += 1 + random.nextInt(3);
    boolean latest = policy == Policy.LATEST || policy == Policy.MIXED && random.nextBoolean();
    long now = 1_000_000 + step + at.clockSkewMillis;
    long heard = Math.max(at.state.real.highestTimestamp(), with.seen.timestamp());
    boolean deleted = random.nextInt(4) == 0;
    Version version =
        new Version(
            new Dot(at.writer, at.counter),
            HybridTime.next(heard, now),
            latest,
            deleted,
            0,
            "text/plain",
            "",
            deleted ? new byte[0] : new byte[] {(byte) step});
    ledger.add(version, with.dots);
    Siblings real = at.state.real.write(with.seen.context(), version);
    assertThat(real.includes(at.state.real)).as("%s: a write forgets nothing", where()).isTrue();
    hold(at, new State(real, at.state.model.write(with.dots, version)));
    messages.add(at.state);
    messages.add(at.state);
    answer(version.dot(), with, some(at.state));
  }

  /** None, one of any age, or, as for a plain overwrite, all that some of the replicas know. */
  private Carried contextOfWrite() {
    int kind = random.nextInt(6);
    if (kind == 0 || clients.isEmpty()) {
      return new Carried(Seen.NOTHING, Set.of());
    }
    if (kind == 1) {
      State known = some(any(replicas).state);
      return shown(known);
    }
    Carried carried = kind == 2 ? any(clients) : clients.get(clients.size() - 1);
    assertThat(ledger.coveredBy(carried.seen.context()))
        .as("%s: a context never comes to cover what was written after it", where())
        .isEqualTo(carried.dots);
    return carried;
  }

  private void answer(Dot written, Carried with, State merged) {
    Seen seen = merged.real.seenByWriterOf(written, with.seen.context());
    Set<Dot> covered = ledger.coveredBy(seen.context());
    Set<Dot> shown = new HashSet<>(with.dots);
    shown.add(written);
    assertThat(covered).as("%s: the write itself", where()).contains(written);
    assertThat(ledger.past(shown))
        .as("%s: nothing that the client has not seen", where())
        .containsAll(covered);
    clients.add(new Carried(seen, covered));
  }

  private void read() {
    State merged = some(any(replicas).state);
    clients.add(shown(merged));
    if (!merged.real.versions().isEmpty()) {
      Version one = any(merged.real.versions());
      Seen seen = new Seen(Context.ofDot(one.dot()), one.timestamp());
      clients.add(new Carried(seen, Set.of(one.dot())));
    }
  }

  private Carried shown(State state) {
    Seen seen = state.real.seen();
    Set<Dot> covered = ledger.coveredBy(seen.context());
    assertThat(covered).as("%s: all that is shown", where()).containsAll(state.model.alive(ledger));
    assertThat(state.model.known()).as("%s: nothing else", where()).containsAll(covered);
    return new Carried(seen, covered);
  }

  private void deliver(Replica to) {
    if (messages.isEmpty()) {
      return;
    }
    int at = random.nextInt(messages.size());
    hold(to, to.state.join(messages.get(at)));
    if (random.nextInt(3) > 0) { // else it comes again
      messages.remove(at);
    }
    if (messages.size() > 12) {
      messages.remove(random.nextInt(messages.size()));
    }
  }

  private void maybeRestart(Replica replica) {
    if (random.nextInt(4) == 0) {
      restart(replica);
    }
  }

  private void restart(Replica replica) {
    replica.state = replica.persisted;
    replica.writer = random.nextLong();
    replica.counter = random.nextInt(5);
    replica.clockSkewMillis = random.nextInt(-20, 20);
  }

  private State some(State from) {
    State merged = from;
    for (int i = random.nextInt(3); i > 0; i--) {
      merged = merged.join(any(replicas).state);
    }
    return merged;
  }

  private void hold(Replica replica, State state) {
    check(state);
    replica.state = state;
    states.add(state);
  }

  private void check(State state) {
    Siblings real = state.real;
    Set<Dot> alive = state.model.alive(ledger);
    assertThat(real.versions())
        .as("%s: the versions", where())
        .isEqualTo(alive.stream().sorted().map(ledger::version).toList());
    assertThat(ledger.coveredBy(real.context()))
        .as("%s: the context", where())
        .isEqualTo(state.model.known());
    assertThat(real.newest().dot())
        .as("%s: the newest", where())
        .isEqualTo(state.model.newest(ledger));
    assertThat(ledger.past(alive))
        .as("%s: all that is gone was superseded by something that is here", where())
        .containsAll(state.model.known());
    for (Version version : real.versions()) {
      assertThat(real.context().counterOf(version.dot().writer()))
          .as("%s: the vector covers every version", where())
          .isGreaterThanOrEqualTo(version.dot().counter());
    }
    assertThat(SiblingsFormat.decode(SiblingsFormat.encode(real)))
        .as("%s: round trip", where())
        .isEqualTo(real);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
