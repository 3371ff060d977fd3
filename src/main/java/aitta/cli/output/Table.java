package aitta.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in aligned columns. The widths are found from the first rows, so that a long listing
 * need not be held in memory; later rows that are wider push the rest of their line.
 */
public final class Table {
  private static final int LOOK_AHEAD = 500;
  private static final int WIDEST = 48;
  private static final String GAP = "  ";

  private final PrintStream out;
  private final List<String> heading;
  private final List<List<String>> held = new ArrayList<>();
  private int[] widths;

  public Table(PrintStream out, List<String> heading) {
    this.out = out;
    this.heading = List.copyOf(heading);
  }

  public void add(List<String> row) {
    if (widths != null) {
      print(row);
      return;
    }
    held.add(row);
    if (held.size() >= LOOK_AHEAD) {
      begin();
    }
  }

  /** Prints what is still held. An empty table has its heading all the same. */
  public void end() {
    if (widths == null) {
      begin();
    }
  }

  private void begin() {
    widths = new int[heading.size()];
    measure(heading);
    held.forEach(this::measure);
    print(heading);
    held.forEach(this::print);
    held.clear();
  }

  private void measure(List<String> row) {
    for (int i = 0; i < widths.length && i < row.size(); i++) {
      widths[i] = Math.max(widths[i], Math.min(WIDEST, width(row.get(i))));
    }
  }

  private void print(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      if (i < row.size() - 1) {
        line.append(" ".repeat(Math.max(0, widths[i] - width(cell)))).append(GAP);
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
