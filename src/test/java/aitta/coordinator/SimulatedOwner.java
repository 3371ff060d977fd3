package aitta.coordinator;

import aitta.model.NodeId;
import aitta.version.Siblings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One owner's copy of a range, with what it has promised; part of a simulation. */
final class SimulatedOwner {
  /** One thing less than the real ones do, to see that it is missed. */
  enum Flaw {
    NONE,
    SAME_NUMBER_IS_SAME_START,
    ACKNOWLEDGES_BEFORE_IT_HAS_CAUGHT_UP
  }

  /** What it answers at once, or when its disk has it. */
  enum Answer {
    CLAIMED,
    STORED,
    NOT_FIT
  }

  /** It has promised this to somebody else. */
  record HigherPromise(long ballot) {}

  private static final long MAX_DISK = 40;

  private final NodeId id;
  private final SimulatedTime clock;
  private final Flaw flaw;
  Map<Integer, Siblings> onDisk = new HashMap<>();
  Map<Integer, Siblings> newest = new HashMap<>();
  long promised;
  long token;
  long promisedOnDisk;
  long tokenOnDisk;
  boolean fit = true;
  int life;
  long diskBusyUntil;
  long mayCatchUpAt;

  SimulatedOwner(NodeId id, SimulatedTime clock, Flaw flaw) {
    this.id = id;
    this.clock = clock;
    this.flaw = flaw;
  }

  Object claim(long ballot, long by, Runnable written) {
    if (!fit && flaw != Flaw.ACKNOWLEDGES_BEFORE_IT_HAS_CAUGHT_UP) {
      return Answer.NOT_FIT;
    }
    boolean others = ballot == promised && by != token && flaw != Flaw.SAME_NUMBER_IS_SAME_START;
    if (ballot < promised || others) {
      return new HigherPromise(promised);
    }
    promised = ballot;
    token = by;
    write(written);
    return null;
  }

  Object store(int key, Siblings siblings, long ballot, Runnable written) {
    if (ballot < promised) {
      return new HigherPromise(promised);
    }
    newest.merge(key, siblings, Siblings::join);
    boolean counts = fit || ballot == Long.MAX_VALUE;
    counts |= flaw == Flaw.ACKNOWLEDGES_BEFORE_IT_HAS_CAUGHT_UP;
    write(counts ? written : () -> {});
    return counts ? null : Answer.NOT_FIT;
  }

  private void write(Runnable written) {
    int now = life;
    Map<Integer, Siblings> sets = new HashMap<>(newest);
    long ballot = promised;
    long by = token;
    diskBusyUntil = Math.max(diskBusyUntil, clock.now()) + clock.random().nextInt(3);
    clock.at(
        Math.min(diskBusyUntil, clock.now() + MAX_DISK),
        () -> {
          if (now == life) {
            onDisk = sets;
            promisedOnDisk = ballot;
            tokenOnDisk = by;
            written.run();
          }
        });
  }

  void crash() {
    life++;
    diskBusyUntil = 0;
    newest = new HashMap<>(onDisk);
    promised = promisedOnDisk;
    token = tokenOnDisk;
  }

  void loseDisk() {
    onDisk = new HashMap<>();
    promisedOnDisk = 0;
    tokenOnDisk = 0;
    fit = false;
    mayCatchUpAt =
        clock.now()
            + ConditionalSimulation.DEADLINE
            + MAX_DISK; // nobody waits any more for what was sent before
    crash();
  }

  /** Exchanges with the others that are fit, if they are enough. */
  void catchUp(List<SimulatedOwner> owners) {
    List<SimulatedOwner> others =
        owners.stream().filter(other -> other != this && other.fit).toList();
    int enough = owners.size() - owners.size() / 2;
    if (fit || clock.now() < mayCatchUpAt || others.size() < enough) {
      return;
    }
    for (SimulatedOwner other : others.subList(0, enough)) {
      other.onDisk.forEach((key, set) -> newest.merge(key, set, Siblings::join));
      if (other.promisedOnDisk > promised) {
        promised = other.promisedOnDisk;
        token = 0;
      }
    }
    write(() -> fit = true);
  }

  @Override
  public String toString() {
    return id + (fit ? "" : ", catching up");
  }
}
