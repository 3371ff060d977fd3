package aitta.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one writer did to one key, one write after the other, each a plain overwrite or a delete,
 * and what a reader may see of it. Values are never repeated.
 *
 * <p>A read has to see the last write that was acknowledged before it began, or a later one. A
 * write without an answer may show up at any time, until an acknowledged one has superseded it; it
 * may also stand beside that, as its writer did not know of it. With strict quorums an acknowledged
 * write is never seen again once a later one was acknowledged; with sloppy ones it may be, beside
 * the later one. For one writer and many readers.
 */
final class RegisterLedger {
  /** What a delete leaves. */
  private static final String NOTHING = "";

  private final String key;
  private final boolean supersedes;
  private final List<String> values = new ArrayList<>();
  private final Set<Integer> acknowledged = new HashSet<>();
  private final Set<Integer> refused = new HashSet<>();
  private int last = -1;

  /**
   * @param supersedes whether every write gets to know, by strict quorums, of all acknowledged ones
   */
  RegisterLedger(String key, boolean supersedes) {
    this.key = key;
    this.supersedes = supersedes;
  }

  String key() {
    return key;
  }

  /** A write is about to be sent; its number. */
  synchronized int write(String value) {
    if (value.isEmpty() || values.contains(value)) {
      throw new IllegalArgumentException("not a new value: '" + value + "'");
    }
    values.add(value);
    return values.size() - 1;
  }

  /** A delete is about to be sent; its number. */
  synchronized int delete() {
    values.add(NOTHING);
    return values.size() - 1;
  }

  synchronized void acknowledge(int number) {
    acknowledged.add(number);
    last = Math.max(last, number);
  }

  /** The answer said that nothing was done. */
  synchronized void refuse(int number) {
    refused.add(number);
  }

  /** To be kept by a reader from before its read until after it. */
  synchronized int lastAcknowledged() {
    return last;
  }

  /**
   * What is wrong with {@code seen}; empty if nothing.
   *
   * @param before what {@link #lastAcknowledged} said before the read began
   * @param seen the values of all live versions; empty if there was none
   */
  synchronized List<String> violations(int before, Collection<String> seen) {
    List<String> wrong = new ArrayList<>();
    boolean isNewEnough = before < 0 || hasDeleteFrom(before);
    for (String value : seen) {
      int number = value.equals(NOTHING) ? -1 : values.indexOf(value);
      if (number < 0) {
        wrong.add(key + " has '" + value + "', which nobody wrote");
      } else if (refused.contains(number)) {
        wrong.add(key + " has '" + value + "', whose write was refused");
      } else if (supersedes && number < before && acknowledged.contains(number)) {
        wrong.add(key + " has '" + value + "' again, after " + word(before));
      }
      isNewEnough |= number >= before;
    }
    if (!isNewEnough) {
      wrong.add(key + " has " + seen + " and misses " + word(before));
    }
    return wrong;
  }

  /** Whether a delete, that may have taken place, explains that nothing newer is seen. */
  private boolean hasDeleteFrom(int from) {
    for (int number = from; number < values.size(); number++) {
      if (values.get(number).equals(NOTHING) && !refused.contains(number)) {
        return true;
      }
    }
    return false;
  }

  private String word(int number) {
    String value = values.get(number);
    return "write " + number + " of " + (value.equals(NOTHING) ? "nothing" : "'" + value + "'");
  }
}
