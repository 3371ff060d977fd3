package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** How the owners of each range compare: {@code GET /v1/cluster/repair}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RepairReport(List<Range> ranges) {

  public RepairReport {
    ranges = List.copyOf(ranges);
  }

  /**
   * One of the Q ranges. The counters are of all nodes that could be asked, each since its start.
   *
   * @param lastRun when two of its owners last compared it to the end; null where none has yet
   * @param keysCompared keys that had to be looked at one by one: none where owners are in sync
   * @param keysRepaired keys of which an owner was brought something
   * @param inSync whether that comparison found nothing different in the end
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Range(
      int range, String lastRun, long keysCompared, long keysRepaired, boolean inSync) {}
}
