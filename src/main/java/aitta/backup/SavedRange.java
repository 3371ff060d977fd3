package aitta.backup;

import aitta.codec.MalformedException;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Rows;
import aitta.storage.Scan;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * All copies of one range together: each key once, with the join of what they hold.
 *
 * <p>A copy that is older than what was reclaimed since is passed over, as live owners would set it
 * aside: it would bring deletes back. Whatever was acknowledged is in the others.
 */
final class SavedRange {
  /** Told of each key. */
  interface Visitor {
    void visit(RestoreBatch.Entry entry) throws IOException;
  }

  private static final class Cursor implements AutoCloseable {
    final SavedCopy copy;
    private final Scan scan;
    byte[] row; // null behind the last one

    Cursor(SavedCopy copy) throws IOException {
      this.copy = copy;
      this.scan = copy.share().reading(() -> copy.state().scan(copy.table(), Rows.FIRST_KEY, null));
    }

    void next() throws IOException {
      row = copy.share().reading(() -> scan.next() ? scan.row() : null);
    }

    Siblings value() throws IOException {
      return copy.share().reading(() -> SiblingsFormat.decode(scan.value()));
    }

    @Override
    public void close() {
      scan.close();
    }
  }

  private final List<SavedCopy> copies;

  /**
   * @param all that there are of the range
   * @param warnings told of each copy that is passed over
   */
  SavedRange(List<SavedCopy> all, Consumer<String> warnings) throws IOException {
    long newest = all.stream().mapToLong(SavedCopy::reclaims).max().orElse(0);
    List<DeadKey> forgotten =
        all.stream()
            .filter(copy -> copy.reclaims() == newest)
            .findFirst()
            .map(SavedCopy::forgotten)
            .orElse(List.of());
    copies = new ArrayList<>();
    for (SavedCopy copy : all) {
      if (copy.reclaims() == newest || copy.reclaims() == newest - 1 && knewAll(copy, forgotten)) {
        copies.add(copy);
      } else {
        warnings.accept(
            copy.share()
                + ": "
                + copy.table()
                + " is older than deletes that were forgotten since; it is passed over");
      }
    }
  }

  /** Every owner held what was to be forgotten. */
  private static boolean knewAll(SavedCopy copy, List<DeadKey> forgotten) throws IOException {
    for (DeadKey dead : forgotten) {
      byte[] row = copy.share().reading(() -> copy.state().get(copy.table(), Rows.of(dead.key())));
      Siblings held =
          row == null ? Siblings.EMPTY : copy.share().reading(() -> SiblingsFormat.decode(row));
      if (!held.summary().includes(dead.summary())) {
        return false;
      }
    }
    return true;
  }

  /** Visits all keys in order. Holds one key in memory. */
  void visit(Visitor visitor) throws IOException {
    List<Cursor> cursors = new ArrayList<>();
    try {
      for (SavedCopy copy : copies) {
        Cursor cursor = new Cursor(copy);
        cursors.add(cursor);
        cursor.next();
      }
      for (byte[] least = least(cursors); least != null; least = least(cursors)) {
        Siblings joined = Siblings.EMPTY;
        for (Cursor cursor : cursors) {
          if (Arrays.equals(cursor.row, least)) {
            joined = joined.join(cursor.value());
            cursor.next();
          }
        }
        visitor.visit(new RestoreBatch.Entry(Rows.keyOf(least), joined));
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new MalformedException("a row whose name is no key: " + e.getMessage());
    } finally {
      cursors.forEach(Cursor::close);
    }
  }

  private static byte[] least(List<Cursor> cursors) {
    byte[] least = null;
    for (Cursor cursor : cursors) {
      if (cursor.row != null && (least == null || Arrays.compareUnsigned(cursor.row, least) < 0)) {
        least = cursor.row;
      }
    }
    return least;
  }
}
