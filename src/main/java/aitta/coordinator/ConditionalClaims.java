package aitta.coordinator;

import aitta.model.NodeId;
import aitta.quorum.Ballot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which ranges this start of the node has claimed for conditional writes, who has promised them,
 * and how many writes it has numbered in each. Shared by the coordinators of the node.
 */
final class ConditionalClaims {
  /**
   * A range's claim.
   *
   * @param ballot 0 where none can be made
   * @param promised owners that have promised it; none before a quorum has
   */
  record Claim(long ballot, Set<NodeId> promised) {}

  private record Held(int list, long ballot, Set<NodeId> promised, long writes) {}

  private final long start;
  private final long token;
  private final ReentrantLock lock = new ReentrantLock(); // held for a look-up in a map
  private final Map<Integer, Held> ranges = new HashMap<>();

  /**
   * @param start of the node; counted from a lower number again where its disk was lost or is an
   *     older one
   * @param token drawn for this start: tells its claims from those of another with the same number
   */
  ConditionalClaims(long start, long token) {
    this.start = start;
    this.token = token;
  }

  long token() {
    return token;
  }

  /** The claim to work under now. */
  Claim of(Route route) {
    lock.lock();
    try {
      Held held = held(route);
      return new Claim(held.ballot(), held.promised());
    } finally {
      lock.unlock();
    }
  }

  /** A quorum has promised {@code ballot}, these owners among it. */
  void granted(Route route, long ballot, Set<NodeId> by) {
    lock.lock();
    try {
      Held held = held(route);
      if (held.ballot() == ballot) {
        Set<NodeId> promised = new HashSet<>(held.promised());
        promised.addAll(by);
        ranges.put(
            route.range(), new Held(held.list(), ballot, Set.copyOf(promised), held.writes()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Somebody else has {@code ballot}: the next claim is above it. */
  void outbid(Route route, long ballot) {
    lock.lock();
    try {
      Held held = held(route);
      if (held.ballot() != 0 && ballot >= held.ballot()) {
        long above = Ballot.claimAbove(route.listVersion(), ballot);
        ranges.put(route.range(), new Held(held.list(), above, Set.of(), 0));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next write's ballot under {@code claim}; never given out twice.
   *
   * @return 0 where the range is not held under that claim any more
   */
  long nextBallot(Route route, long claim) {
    lock.lock();
    try {
      Held held = held(route);
      if (held.ballot() != claim || held.promised().isEmpty()) {
        return 0;
      }
      long writes = held.writes() + 1;
      if (writes > Ballot.MAX_COUNTER) {
        long above = Ballot.claimAbove(route.listVersion(), claim);
        ranges.put(route.range(), new Held(held.list(), above, Set.of(), 0));
        return 0;
      }
      ranges.put(route.range(), new Held(held.list(), claim, held.promised(), writes));
      return Ballot.write(claim, writes);
    } finally {
      lock.unlock();
    }
  }

  /** A list of owners that is older than one seen before has no ballots any more. */
  private Held held(Route route) {
    Held held = ranges.get(route.range());
    int list = route.listVersion();
    if (held != null && held.list() >= list) {
      return held.list() == list ? held : new Held(list, 0, Set.of(), 0);
    }
    long ballot = start > Ballot.MAX_START ? 0 : Ballot.claim(list, start);
    return new Held(list, ballot, Set.of(), 0);
  }
}
