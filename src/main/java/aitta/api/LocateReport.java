package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Where a key lives: {@code GET /v1/cluster/locate}.
 *
 * @param hash MD5 of bucket, a zero byte, key: 32 hexadecimal digits
 * @param standIns those that a sloppy write would use now
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LocateReport(String hash, int range, List<String> owners, List<String> standIns) {
  public LocateReport {
    owners = List.copyOf(owners);
    standIns = List.copyOf(standIns);
  }
}
