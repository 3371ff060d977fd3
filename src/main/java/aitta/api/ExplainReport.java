package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What each owner and stand-in itself holds of a key: {@code GET …/keys/{key}?explain=true}.
 *
 * @param key percent-encoded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExplainReport(String key, int range, List<Replica> replicas) {
  public ExplainReport {
    replicas = List.copyOf(replicas);
  }

  /**
   * One of them.
   *
   * @param role {@code owner} or {@code stand-in}
   * @param answered whether it could be asked; if not, it holds what nobody knows
   * @param catchingUp whether its copy is not yet fit for strict reads
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Replica(
      String node, String role, boolean answered, boolean catchingUp, List<HeldVersion> versions) {
    public Replica {
      versions = versions == null ? List.of() : List.copyOf(versions);
    }
  }

  /**
   * A version that it holds.
   *
   * @param etag without quotes
   * @param lastModified RFC 3339
   * @param size of the value, in bytes
   * @param dot writer and counter: what the version is known by among replicas
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record HeldVersion(
      String etag, boolean deleted, String lastModified, long size, String dot) {}
}
