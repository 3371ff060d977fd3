package aitta.peer;

import aitta.request.ListEntry;
import aitta.request.ListRequest;
import java.util.List;

/** What nodes say to each other about listings. */
public final class ListMessage {
  private ListMessage() {}

  /** A question to the node as a whole. */
  public sealed interface OfNode extends PeerMessage.Question {}

  /**
   * What do your copies of these ranges show together, in byte order?
   *
   * @param from first row; a character for each byte, as in {@code to}
   * @param to first row behind; empty for the end
   * @param limit most entries in the answer
   * @param maxBytes about how large it may become; one entry is always allowed
   */
  public record ListRows(
      long id,
      List<Integer> ranges,
      String from,
      String to,
      int limit,
      int maxBytes,
      ListRequest.Show show,
      boolean latest)
      implements OfNode {
    public ListRows {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * The entries of all ranges but {@code missing}, from {@code from} on and before {@code reached}.
   *
   * @param reached first row that was not looked at; empty where all were
   * @param missing ranges that this node has no copy of, or none that it may answer for
   */
  public record Rows(long id, List<ListEntry> entries, String reached, List<Integer> missing)
      implements PeerMessage.Reply {
    public Rows {
      entries = List.copyOf(entries);
      missing = List.copyOf(missing);
    }
  }

  /** How far is the deletion of that name, which you have begun? */
  public record FetchDeletion(long id, String name) implements OfNode {}

  /**
   * @param report as JSON; empty where there is none of that name
   */
  public record DeletionIs(long id, String report) implements PeerMessage.Reply {}
}
