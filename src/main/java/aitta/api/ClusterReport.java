package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster as one node sees it: {@code GET /v1/cluster}.
 *
 * @param node who made this report
 * @param replicas N
 * @param ranges Q
 * @param ringVersion grows with every change of the ring
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterReport(
    String node,
    int replicas,
    int ranges,
    long ringVersion,
    List<Node> nodes,
    List<Transfer> transfers) {

  public ClusterReport {
    nodes = List.copyOf(nodes);
    transfers = List.copyOf(transfers);
  }

  /** How a member of the ring is doing. */
  public enum Status {
    @JsonProperty("joining")
    JOINING,
    @JsonProperty("up")
    UP,
    @JsonProperty("unreachable")
    UNREACHABLE,
    @JsonProperty("leaving")
    LEAVING
  }

  /**
   * A member of the ring. {@code keys}, {@code bytes}, {@code hintsHeld} and {@code catchingUp} may
   * be some seconds old, and older where the node cannot be reached.
   *
   * @param address host and port for its peers
   * @param http host and port of its HTTP API
   * @param hintsHeld versions that it keeps for others
   * @param hintsFor the same by the node that they are for
   * @param catchingUp ranges of its own that are not yet fit for strict reads
   * @param setAside folders in its data directory, of an earlier life of it, that may have what
   *     nobody else has
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Node(
      String id,
      String address,
      String http,
      String zone,
      double weight,
      Status status,
      int rangesOwned,
      long keys,
      long bytes,
      long hintsHeld,
      Map<String, Long> hintsFor,
      int catchingUp,
      boolean diskFull,
      int setAside) {
    public Node {
      hintsFor = Collections.unmodifiableMap(new TreeMap<>(hintsFor)); // in the order of ids
    }
  }

  /**
   * A range on its way from one node to another.
   *
   * @param from null where it is put together from all remaining owners
   * @param etaSeconds null while it cannot be told
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Transfer(
      int range,
      String from,
      String to,
      long bytesDone,
      long bytesTotal,
      long bytesPerSecond,
      Long etaSeconds) {}
}
