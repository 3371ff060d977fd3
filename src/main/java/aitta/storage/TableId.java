package aitta.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a table: the rows of one event-sourced writer, from the time it took them over.
 *
 * <p>Ordered by kind, range, taken; so are the tables in the store.
 *
 * @param kind what the rows are: {@link #RANGE}, {@link #HINTS}, or another number above 0
 * @param range the key range's index; 0 where a node has one such table alone
 * @param taken the version of the owners' list at which this node took the range, times {@link
 *     #TABLES_OF_A_LIST}, and how many tables it has made under that list before this one. Taking a
 *     range again makes a new table, so that rows left over from an earlier time are garbage.
 */
public record TableId(byte kind, int range, int taken) implements Comparable<TableId> {
  /** The keys of one range and their versions. */
  public static final byte RANGE = 1;

  /** Versions kept for other nodes. */
  public static final byte HINTS = 2;

  /**
   * So many tables can be made of a range under one list; each but the first replaces a damaged
   * one.
   */
  public static final int TABLES_OF_A_LIST = 1 << 16;

  private static final Pattern NAME =
      Pattern.compile("([a-z]+)([0-9]*)-([0-9]{1,10})-([0-9]{1,10})");

  public TableId {
    if (kind <= 0 || range < 0 || taken < 0) {
      throw new IllegalArgumentException(
          "no table has kind " + kind + ", range " + range + ", taken " + taken);
    }
  }

  public static TableId range(int range, int taken) {
    return new TableId(RANGE, range, taken);
  }

  /** The first table of a range under a version of its owners' list. */
  public static TableId underList(int range, int listVersion) {
    return range(range, Math.multiplyExact(listVersion, TABLES_OF_A_LIST));
  }

  /** The table that takes the place of this one under the same list. */
  public TableId next() {
    if ((taken + 1) % TABLES_OF_A_LIST == 0) {
      throw new IllegalStateException(
          this + " is the last of " + TABLES_OF_A_LIST + " tables that one list may have");
    }
    return new TableId(kind, range, taken + 1);
  }

  public static TableId hints(int taken) {
    return new TableId(HINTS, 0, taken);
  }

  /** The writer's name in the journal: {@code range-17-1}, {@code hints-0-0}. */
  public String persistenceId() {
    return kindName() + "-" + range + "-" + taken;
  }

  /**
   * @throws IllegalArgumentException unless {@code text} is exactly what {@link #persistenceId()}
   *     makes
   */
  public static TableId parse(String text) {
    Matcher parts = NAME.matcher(text);
    if (parts.matches()) {
      try {
        byte kind = kindOf(parts.group(1), parts.group(2));
        TableId table =
            new TableId(kind, Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(4)));
        if (table.persistenceId().equals(text)) {
          return table;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' holds a number too large", e);
      }
    }
    throw new IllegalArgumentException("'" + text + "' does not name a table");
  }

  private String kindName() {
    return kind == RANGE ? "range" : kind == HINTS ? "hints" : "kind" + kind;
  }

  private static byte kindOf(String word, String number) {
    if (word.equals("kind")) {
      return Byte.parseByte(number);
    }
    return word.equals("range") ? RANGE : word.equals("hints") ? HINTS : 0;
  }

  @Override
  public int compareTo(TableId other) {
    int order = Byte.compare(kind, other.kind);
    if (order == 0) {
      order = Integer.compare(range, other.range);
    }
    return order != 0 ? order : Integer.compare(taken, other.taken);
  }

  @Override
  public String toString() {
    return persistenceId();
  }
}
