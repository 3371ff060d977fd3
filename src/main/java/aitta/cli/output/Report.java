package aitta.cli.output;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Something found, as rows for tables and as a document for JSON.
 *
 * @param document what JSON is made of
 */
public record Report(List<String> heading, List<List<String>> rows, Object document) {
  public Report {
    heading = List.copyOf(heading);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Cells of a row as text; null is shown as a dash. */
  public static List<String> row(Object... cells) {
    return Arrays.stream(cells).map(cell -> Objects.toString(cell, "-")).toList();
  }
}
