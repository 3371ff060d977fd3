package aitta.request;

import java.util.List;

/** How a {@link ListRequest} ended. Every one ends with one of these by its timeout. */
public sealed interface ListOutcome {
  /**
   * Whatever there is from the first row that was asked for up to {@code next}, of all ranges.
   *
   * @param next the row from which on the next page begins; null where there is none
   */
  record Page(List<ListEntry> entries, String next) implements ListOutcome {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /** A range of which no owner could answer in time, so that nothing may be shown. */
  record Incomplete(String detail) implements ListOutcome {}

  /** This node sheds load. */
  record Overloaded(String detail) implements ListOutcome {}

  /** This node is starting or leaving. */
  record NotReady(String detail) implements ListOutcome {}
}
