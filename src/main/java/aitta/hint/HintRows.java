package aitta.hint;

import aitta.codec.MalformedException;
import aitta.storage.CorruptionException;
import aitta.storage.RowScan;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Walks over the rows of hints and passes over what cannot be read, so that one damaged row keeps
 * nobody from the others. Used by one thread.
 */
final class HintRows {
  /** Told of each row. */
  interface Visitor {
    /**
     * @param bytes of the row's value; 0 where values are not looked at
     * @return whether to go on
     */
    boolean visit(HintId id, Hint hint, int bytes);
  }

  private static final int MAX_REPORTED = 1000;

  /** Bytes of a name by which a readable one is sought; what is passed over is less for more. */
  private static final int MAX_DEPTH = 96;

  private final RowStore store;
  private final Supplier<TableId> table;
  private final Consumer<String> operator;
  private final Set<String> reported = new HashSet<>();

  /**
   * @param table the one that is in use
   * @param operator told once of each place that cannot be read
   */
  HintRows(RowStore store, Supplier<TableId> table, Consumer<String> operator) {
    this.store = store;
    this.table = table;
    this.operator = operator;
  }

  /** How many places could not be read so far. */
  int damagedPlaces() {
    return reported.size();
  }

  /**
   * Visits rows until the visitor has enough.
   *
   * @param end first row that is no longer wanted; null for all
   * @param values whether the visitor is shown the hints, or null in their place
   * @return the row that was visited last; null where the end was reached
   */
  byte[] walk(byte[] from, byte[] end, boolean values, Visitor visitor) {
    byte[] at = from;
    while (at != null) {
      try (RowScan scan = store.scan(table.get(), at, end)) {
        while (scan.next()) {
          byte[] row = scan.row();
          at = behind(row);
          if (!visit(row, values ? scan : null, visitor)) {
            return row;
          }
        }
        return null;
      } catch (CorruptionException e) {
        report("behind row " + HexFormat.of().formatHex(at), e);
        at = readableBehind(at, end);
      }
    }
    return null;
  }

  private boolean visit(byte[] row, RowScan scan, Visitor visitor) {
    HintId id = null;
    try {
      id = HintId.ofRow(row);
      byte[] value = scan == null ? null : scan.value();
      Hint hint = value == null ? null : Hint.decode(value);
      return visitor.visit(id, hint, value == null ? 0 : value.length);
    } catch (CorruptionException | MalformedException | IllegalArgumentException e) {
      report(id == null ? "row " + HexFormat.of().formatHex(row) : id.toString(), e);
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      report("row " + HexFormat.of().formatHex(row), e); // a name that is none
    }
    return true;
  }

  static byte[] behind(byte[] row) {
    return Arrays.copyOf(row, row.length + 1);
  }

  /**
   * Where reading can go on: the least name behind {@code at} from which it is possible, found byte
   * by byte. What lies between is passed over.
   *
   * @return null where nothing is left before {@code end}
   */
  private byte[] readableBehind(byte[] at, byte[] end) {
    byte[] below = new byte[0]; // what the name sought begins with, or follows at once
    byte[] best = null;
    int depth = Math.min(MAX_DEPTH, at.length + 16);
    for (int i = 0; i < depth; i++) {
      int least = leastReadable(below, at, end);
      best = least <= 0xff ? with(below, least) : best;
      if (least == 0) {
        break;
      }
      below = with(below, least - 1);
    }
    return best == null || isAtEnd(best, end) ? null : best;
  }

  /** The least byte behind {@code below} that makes a name to read from; 256 where none does. */
  private int leastReadable(byte[] below, byte[] at, byte[] end) {
    int low = 0;
    int high = 0x100;
    while (low < high) {
      int middle = (low + high) / 2;
      if (isReadableFrom(with(below, middle), at, end)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean isReadableFrom(byte[] name, byte[] at, byte[] end) {
    if (Arrays.compareUnsigned(name, at) <= 0) {
      return false;
    }
    if (isAtEnd(name, end)) {
      return true;
    }
    try (RowScan scan = store.scan(table.get(), name, end)) {
      scan.next();
      return true;
    } catch (CorruptionException e) {
      return false; // reported when it was met
    }
  }

  private static boolean isAtEnd(byte[] name, byte[] end) {
    return end != null && Arrays.compareUnsigned(name, end) >= 0;
  }

  private static byte[] with(byte[] below, int last) {
    byte[] name = Arrays.copyOf(below, below.length + 1);
    name[below.length] = (byte) last;
    return name;
  }

  private void report(String place, RuntimeException e) {
    if (reported.size() < MAX_REPORTED && reported.add(place)) {
      operator.accept(place + ": " + e.getMessage());
    }
  }
}
