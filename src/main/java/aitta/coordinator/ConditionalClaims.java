package aitta.coordinator;

import aitta.quorum.Ballot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which ranges this start of the node has claimed for conditional writes, and how many it has
 * numbered in each. Shared by the coordinators of the node.
 */
final class ConditionalClaims {
  private record Claimed(long claim, boolean granted, long writes) {}

  private final long start;
  private final long token = ThreadLocalRandom.current().nextLong();
  private final ReentrantLock lock = new ReentrantLock(); // held for a look-up in a map
  private final Map<Integer, Claimed> ranges = new HashMap<>();

  ConditionalClaims(long start) {
    this.start = start;
  }

  /** Tells this start's claims from those of another that has the same number. */
  long token() {
    return token;
  }

  /** The ballot that claims the range under this list of owners. */
  long claim(Route route) {
    return Ballot.claim(route.listVersion(), start);
  }

  boolean isGranted(Route route) {
    lock.lock();
    try {
      Claimed claimed = ranges.get(route.range());
      return claimed != null && claimed.claim() == claim(route) && claimed.granted();
    } finally {
      lock.unlock();
    }
  }

  void granted(Route route) {
    lock.lock();
    try {
      Claimed claimed = current(route);
      ranges.put(route.range(), new Claimed(claimed.claim(), true, claimed.writes()));
    } finally {
      lock.unlock();
    }
  }

  /** The next write's ballot; never given out twice. */
  long nextBallot(Route route) {
    lock.lock();
    try {
      Claimed claimed = current(route);
      long writes = claimed.writes() + 1;
      ranges.put(route.range(), new Claimed(claimed.claim(), claimed.granted(), writes));
      return Ballot.write(claimed.claim(), writes);
    } finally {
      lock.unlock();
    }
  }

  private Claimed current(Route route) {
    Claimed claimed = ranges.get(route.range());
    long claim = claim(route);
    return claimed != null && claimed.claim() == claim ? claimed : new Claimed(claim, false, 0);
  }
}
