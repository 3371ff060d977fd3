package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Who owns what: {@code GET /v1/cluster/ring}.
 *
 * @param replicas N
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RingReport(long version, int replicas, List<Range> ranges) {

  public RingReport {
    ranges = List.copyOf(ranges);
  }

  /**
   * One of the Q ranges.
   *
   * @param from its first token, 32 hexadecimal digits
   * @param to its last token, inclusive
   * @param owners in the order of the agreed list
   * @param pending those that are being filled to become owners
   * @param version of its list of owners
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Range(
      int range, String from, String to, List<String> owners, List<String> pending, long version) {
    public Range {
      owners = List.copyOf(owners);
      pending = List.copyOf(pending);
    }
  }
}
