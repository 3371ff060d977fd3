package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Some of the buckets: {@code GET /v1/buckets}.
 *
 * @param next what {@code cursor=} of the next page wants; null on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BucketPage(List<String> buckets, String next) {
  public BucketPage {
    buckets = List.copyOf(buckets);
  }
}
