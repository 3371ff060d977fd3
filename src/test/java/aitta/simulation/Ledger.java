package aitta.simulation;

import aitta.model.Key;
import aitta.replica.ReplicaState;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps account, dot by dot and without contexts, of what each version took the place of and of
 * what clients were promised, and finds what is wrong with what they are shown.
 */
final class Ledger {
  /** A version that was minted. */
  private static final class Minted {
    final Set<Dot> seen; // what its client had been shown, and all that those took the place of
    final boolean takesAll; // whether it may have taken the place of anything that was there
    final int number; // among the versions of its key
    final byte[] value;

    Minted(Set<Dot> seen, boolean takesAll, int number, byte[] value) {
      this.seen = seen;
      this.takesAll = takesAll;
      this.number = number;
      this.value = value;
    }
  }

  /** A version whose write was acknowledged. */
  private record Acknowledged(
      Dot dot, long asked, long at, int copies, boolean strict, int quorum) {
    /** By so many owners that any other such write had to meet one of them. */
    boolean isSure() {
      return strict && copies >= quorum;
    }
  }

  private static final class Account {
    final Map<Dot, Minted> minted = new LinkedHashMap<>();
    final Map<Dot, Acknowledged> acknowledged = new LinkedHashMap<>();
    final Set<Dot> reclaimed = new HashSet<>();
    final Set<Dot> aside = new HashSet<>(); // where a node comes back with them
    final Map<Request.Supersedes, Set<Dot>> contexts = new HashMap<>();
    final Map<String, Dot> winners = new HashMap<>(); // of conditional writes, by what they matched
    Dot created; // by the one conditional write that found nothing
  }

  private final Map<Key, Account> accounts = new LinkedHashMap<>();
  private final Consumer<String> wrong;
  private boolean diskIsLost;

  Ledger(Consumer<String> wrong) {
    this.wrong = wrong;
  }

  private Account of(Key key) {
    return accounts.computeIfAbsent(key, k -> new Account());
  }

  Set<Key> keys() {
    return accounts.keySet();
  }

  boolean isDiskLost() {
    return diskIsLost;
  }

  /** As many owners had to acknowledge it as make a quorum. */
  int quorumOf(Key key, Dot dot) {
    return of(key).acknowledged.get(dot).quorum();
  }

  /** From now on what an unfit copy has taken in may be older than what it has lost. */
  void diskIsLost() {
    diskIsLost = true;
  }

  /**
   * A removed node sets aside what it has, and gives it back later ({@link aitta.setaside}): which
   * is not simulated. Whatever it had a part in before it was declared gone, others must have.
   *
   * @param since when it was declared gone, though it did not know
   */
  void setAside(long since, Function<Key, Siblings> has) {
    accounts.forEach(
        (key, account) -> {
          Context all = has.apply(key).context();
          account.acknowledged.values().stream()
              .filter(one -> one.at() >= since && all.covers(one.dot()))
              .forEach(one -> account.aside.add(one.dot()));
        });
  }

  // What clients do

  /** The dots that a client has been shown with a set, and all that those took the place of. */
  Set<Dot> shown(Key key, Siblings siblings) {
    Set<Dot> dots = new HashSet<>();
    for (Version version : siblings.versions()) {
      dots.add(version.dot());
      Minted minted = of(key).minted.get(version.dot());
      if (minted != null) {
        dots.addAll(minted.seen);
      }
    }
    return dots;
  }

  /** What the client of this write has been shown with its acknowledgement. */
  Set<Dot> shownByWrite(Key key, Dot dot) {
    Set<Dot> dots = new HashSet<>(of(key).minted.get(dot).seen);
    dots.add(dot);
    return dots;
  }

  /** A client is going to write with what it has been shown. */
  void writes(Key key, Request.Supersedes supersedes, Set<Dot> shown) {
    of(key).contexts.computeIfAbsent(supersedes, s -> new HashSet<>()).addAll(shown);
  }

  void minted(Request.Write write, ReplicaState.Minted minted) {
    Account account = of(write.key());
    Set<Dot> seen = new HashSet<>(account.contexts.getOrDefault(write.supersedes(), Set.of()));
    boolean all = write.supersedes() == Request.Supersedes.AllKnown.INSTANCE || write.latest();
    byte[] value = write.content() == null ? null : write.content().value();
    Minted before =
        account.minted.put(minted.dot(), new Minted(seen, all, account.minted.size(), value));
    if (before != null) {
      wrong.accept("dot " + minted.dot() + " of " + write.key() + " was used twice");
    }
  }

  /** The set of a conditional write is on its way. */
  void judged(Key key, long ballot, Siblings siblings) {
    Account account = of(key);
    Dot dot = new Dot(Dot.CONDITIONAL, ballot);
    Version version = siblings.find(dot);
    if (version != null) {
      byte[] value = version.deleted() ? null : version.value();
      Minted before = account.minted.get(dot);
      if (before == null) {
        account.minted.put(dot, new Minted(new HashSet<>(), true, account.minted.size(), value));
      } else if (!Arrays.equals(before.value, value)) {
        wrong.accept("ballot " + dot + " of " + key + " was used twice");
      }
    }
  }

  void reclaimed(Key key, List<Dot> dots) {
    of(key).reclaimed.addAll(dots);
  }

  /**
   * @param knows whether an overwrite takes the place of all that was acknowledged strictly before:
   *     not where too few copies are fit to say what there is
   * @param isQuiet whether nothing breaks: then of all that was acknowledged in whatever way
   */
  void acknowledged(
      Request.Write write,
      Outcome.WriteDone done,
      long asked,
      long now,
      boolean knows,
      boolean isQuiet) {
    Account account = of(write.key());
    if (!account.minted.containsKey(done.dot())) {
      wrong.accept(done.dot() + " was acknowledged and never minted");
    }
    account.acknowledged.put(
        done.dot(),
        new Acknowledged(
            done.dot(),
            asked,
            now,
            done.answered(),
            write.strict() || write.precondition() != null,
            done.n() / 2 + 1));
    boolean everything = write.supersedes() == Request.Supersedes.AllKnown.INSTANCE;
    if (everything && !write.latest() && knows) {
      Set<Dot> taken = account.minted.get(done.dot()).seen;
      account.acknowledged.values().stream()
          .filter(one -> one.at() < asked && one.copies() >= one.quorum())
          .filter(one -> isQuiet || one.strict())
          .forEach(one -> taken.add(one.dot()));
    }
    if (write.precondition() instanceof Precondition.Matches matches) {
      Dot other = account.winners.put(matches.etags().iterator().next(), done.dot());
      if (other != null && !other.equals(done.dot())) {
        wrong.accept(
            "two conditional writes of "
                + write.key()
                + " won over the same version: "
                + other
                + " and "
                + done.dot());
      }
    } else if (write.precondition() == Precondition.NothingLive.INSTANCE) {
      boolean deleted = account.minted.values().stream().anyMatch(one -> one.value == null);
      if (!deleted && account.created != null && !account.created.equals(done.dot())) {
        wrong.accept(
            "two conditional writes created "
                + write.key()
                + ": "
                + account.created
                + " and "
                + done.dot());
      }
      account.created = done.dot();
    }
  }

  // What must hold

  /**
   * Versions that any strict quorum has to know, or what took their place; none where something was
   * forgotten of the key, for then nothing is left that would tell.
   */
  List<Dot> sure(Key key) {
    Account account = accounts.get(key);
    return account == null || !account.reclaimed.isEmpty()
        ? List.of()
        : account.acknowledged.values().stream()
            .filter(this::isSure)
            .map(Acknowledged::dot)
            .toList();
  }

  /** What a strict quorum showed that was asked at {@code asked}. */
  void readStrictly(Key key, Siblings shown, long asked) {
    Account account = of(key);
    List<Acknowledged> before = new ArrayList<>();
    for (Acknowledged one : account.acknowledged.values()) {
      if (one.at() < asked && isSure(one)) {
        before.add(one);
      }
    }
    check(key, account, shown, before, "a strict read of ");
  }

  /**
   * What an owner holds when everything has come to rest.
   *
   * @param diskWasLost then an acknowledgement by fewer than a quorum promised nothing
   */
  void atRest(Key key, Siblings held, boolean diskWasLost) {
    Account account = of(key);
    List<Acknowledged> promised = new ArrayList<>();
    for (Acknowledged one : account.acknowledged.values()) {
      boolean isThere = !diskWasLost || one.copies() >= Math.max(2, one.quorum());
      if (isThere && !account.aside.contains(one.dot())) {
        promised.add(one);
      }
    }
    check(key, account, held, promised, "at rest ");
  }

  /** One copy alone may be the one that was lost. */
  private boolean isSure(Acknowledged one) {
    return one.isSure() && (!diskIsLost || one.copies() > 1);
  }

  private void check(
      Key key, Account account, Siblings shown, List<Acknowledged> promised, String when) {
    if (key.bucket().equals("latest")) {
      checkLatest(key, account, shown, promised, when);
      return;
    }
    Set<Dot> accounted = accounted(account, shown);
    for (Acknowledged one : promised) {
      if (!accounted.contains(one.dot())) {
        wrong.accept(when + key + " has lost " + one.dot() + ": " + describe(shown));
      }
      for (Version version : shown.versions()) {
        if (account.minted.get(one.dot()).seen.contains(version.dot())) {
          wrong.accept(
              when
                  + key
                  + " shows "
                  + version
                  + " again, which "
                  + one.dot()
                  + " had taken the place of");
        }
      }
    }
    for (Version version : shown.versions()) {
      Minted minted = account.minted.get(version.dot());
      if (minted == null) {
        wrong.accept(when + key + " shows " + version + ", which nobody wrote");
      } else if (!Arrays.equals(minted.value, version.deleted() ? null : version.value())) {
        wrong.accept(when + key + " shows something else under " + version);
      }
    }
  }

  /** Nothing that was acknowledged before another such write was asked for wins over that one. */
  private void checkLatest(
      Key key, Account account, Siblings shown, List<Acknowledged> promised, String when) {
    for (Version version : shown.versions()) {
      Acknowledged winner = account.acknowledged.get(version.dot());
      for (Acknowledged one : promised) {
        boolean sure = winner != null && winner.isSure() && one.isSure() && !diskIsLost;
        if (sure && winner.at() < one.asked()) {
          wrong.accept(when + key + " shows " + version + " and not the later " + one.dot());
        }
      }
    }
  }

  /** All that is there, or was taken the place of by something that is. */
  private static Set<Dot> accounted(Account account, Siblings shown) {
    Set<Dot> roots = new HashSet<>(account.reclaimed);
    shown.versions().forEach(version -> roots.add(version.dot()));
    Set<Dot> accounted = new HashSet<>(roots);
    int before = -1; // number of the latest version that may have taken the place of anything
    for (Dot root : roots) {
      Minted minted = account.minted.get(root);
      if (minted != null) {
        accounted.addAll(minted.seen);
        before = minted.takesAll ? Math.max(before, minted.number) : before;
      }
    }
    for (Map.Entry<Dot, Minted> entry : account.minted.entrySet()) {
      boolean taken = entry.getValue().takesAll && accounted.contains(entry.getKey());
      before = taken ? Math.max(before, entry.getValue().number) : before;
    }
    for (Map.Entry<Dot, Minted> entry : account.minted.entrySet()) {
      if (entry.getValue().number < before) {
        accounted.add(entry.getKey());
      }
    }
    return accounted;
  }

  int acknowledgedCount() {
    return accounts.values().stream().mapToInt(account -> account.acknowledged.size()).sum();
  }

  int mintedCount() {
    return accounts.values().stream().mapToInt(account -> account.minted.size()).sum();
  }

  int reclaimedCount() {
    return accounts.values().stream().mapToInt(account -> account.reclaimed.size()).sum();
  }

  static String describe(Siblings siblings) {
    return siblings.versions() + " after " + siblings.context();
  }
}
