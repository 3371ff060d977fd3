package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The properties of a bucket as JSON: {@code GET /v1/buckets/{bucket}}.
 *
 * @param r a number from 2 on, or {@code one}, {@code quorum}, {@code all}
 * @param w as {@code r}
 * @param conflicts {@code siblings} or {@code latest}
 * @param ttl a duration such as {@code 7d}; null for none, and then in the JSON all the same
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BucketDocument(Object r, Object w, boolean strict, String conflicts, String ttl) {}
