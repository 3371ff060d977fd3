package aitta.replica;

import aitta.model.NodeId;
import java.util.Map;

/** How far a copy has peers down as having come, on its disk: for tests of other folders. */
public final class NotedMarks {
  private NotedMarks() {}

  /**
   * @param note of the copy's table
   */
  public static Map<NodeId, Heard> of(byte[] note) {
    return CopyNote.decode(note).heard();
  }
}
