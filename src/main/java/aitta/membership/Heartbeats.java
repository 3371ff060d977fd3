package aitta.membership;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What this node's own heartbeats say of the other members.
 *
 * @param answering those that answer
 * @param silent those that have stopped to
 * @param <A> an address
 */
record Heartbeats<A>(Set<A> answering, Set<A> silent) {
  Heartbeats {
    answering = Set.copyOf(answering);
    silent = Set.copyOf(silent);
  }

  /**
   * @param sent whether heartbeats are sent to a member, for some time already
   * @param answered whether it has answered the last ones
   */
  static <A> Heartbeats<A> of(Set<A> members, Predicate<A> sent, Predicate<A> answered) {
    Set<A> answering = new HashSet<>();
    Set<A> silent = new HashSet<>();
    for (A member : members) {
      if (sent.test(member)) {
        (answered.test(member) ? answering : silent).add(member);
      }
    }
    return new Heartbeats<>(answering, silent);
  }

  /**
   * Whether a member can be reached.
   *
   * <p>A member counts as unreachable for Pekko as long as any other says so, and one that has died
   * never takes back what it said last: one that was only frozen when an observer died would count
   * as unreachable until that one is back. So while somebody is silent who might have said it, one
   * that answers this node itself can be reached.
   *
   * @param unreachable those of whom somebody says so
   */
  boolean isReachable(A member, Set<A> unreachable) {
    return !unreachable.contains(member) || answering.contains(member) && !silent.isEmpty();
  }
}
