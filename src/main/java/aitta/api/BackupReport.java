package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How far a backup is: {@code GET /v1/cluster/backup/{name}}.
 *
 * @param started RFC 3339, by the clock of the node that began first; null where no node tells
 * @param bytes of all nodes together
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupReport(String name, State state, String started, long bytes, List<Node> nodes) {

  public BackupReport {
    nodes = List.copyOf(nodes);
  }

  /** Of the backup, and of each node's share in it. */
  public enum State {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("done")
    DONE,
    /** Of the whole: some nodes have their share, others have none. */
    @JsonProperty("partial")
    PARTIAL,
    @JsonProperty("failed")
    FAILED,
    /** Of a node: it has no share in it. */
    @JsonProperty("missing")
    MISSING,
    /** Of a node: it could not be asked. */
    @JsonProperty("unreachable")
    UNREACHABLE
  }

  /**
   * @param path of the folder, on that node
   * @param detail why it has failed; null otherwise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Node(
      String node, State state, String started, long bytes, String path, String detail) {}
}
