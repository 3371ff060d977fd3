package aitta.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  private static final String OBJECT = "/v1/buckets/{bucket}/keys/{key}";
  private static final Principal ROOT = with(new Grant(Role.ADMIN, ""));

  private static Principal with(Grant... grants) {
    return new Principal("p", List.of(grants));
  }

  private static Access of(Principal principal, String method, String template, String bucket) {
    return Access.decide(principal, Needs.of(method, template), bucket);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/buckets/{bucket}/keys/{key},READER",
    "HEAD,/v1/buckets/{bucket}/keys/{key},READER",
    "GET,/v1/buckets/{bucket}/keys,READER",
    "GET,/v1/buckets/{bucket},READER",
    "GET,/v1/buckets/{bucket}/deletions/{id},READER",
    "PUT,/v1/buckets/{bucket}/keys/{key},WRITER",
    "POST,/v1/buckets/{bucket}/keys/{key},WRITER",
    "DELETE,/v1/buckets/{bucket}/keys/{key},WRITER",
    "POST,/v1/buckets/{bucket}/keys/{key}/touch,WRITER",
    "DELETE,/v1/buckets/{bucket}/keys,WRITER",
    "PUT,/v1/buckets/{bucket},ADMIN",
    "DELETE,/v1/buckets/{bucket},ADMIN",
  })
  void whatIsDoneToABucketTakesARoleOnIt(String method, String template, Role needed) {
    for (Role role : Role.values()) {
      Principal principal = with(new Grant(role, "shop-"));
      Access expected = role.compareTo(needed) >= 0 ? Access.ALLOWED : Access.FORBIDDEN;
      assertThat(of(principal, method, template, "shop-a")).isEqualTo(expected);
      assertThat(of(principal, method, template, "other")).isEqualTo(Access.FORBIDDEN);
      assertThat(of(principal, method, template, "shop")).isEqualTo(Access.FORBIDDEN);
    }
    assertThat(of(null, method, template, "shop-a")).isEqualTo(Access.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/v1/cluster/repair",
    "POST,/v1/cluster/nodes/{id}/leave",
    "POST,/v1/cluster/nodes/{id}/remove",
    "PUT,/v1/cluster/settings",
    "POST,/v1/cluster/backup",
    "DELETE,/v1/cluster/anything",
    "POST,/v1/new",
    "GET,/v1/new",
    "GET,/v1/clusters",
    "GET,/v1/buckets/{bucket}/new",
    "PATCH,/v1/buckets/{bucket}/keys/{key}",
    "POST,/health/live",
    "POST,/metrics",
    "PUT,/",
  })
  void whatIsNotListedAndWhatSteersTheClusterTakesAnAdminOfAllBuckets(
      String method, String template) {
    assertThat(of(ROOT, method, template, null)).isEqualTo(Access.ALLOWED);
    Principal wide = with(new Grant(Role.WRITER, ""), new Grant(Role.ADMIN, "a"));
    assertThat(of(wide, method, template, "a")).isEqualTo(Access.FORBIDDEN);
    assertThat(of(null, method, template, null)).isEqualTo(Access.UNAUTHENTICATED);
    assertThat(Needs.of(method, template).isAdministration()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/metrics",
    "GET,/v1/openapi.json",
    "GET,/v1/buckets",
    "GET,/v1/cluster",
    "GET,/v1/cluster/ring",
    "HEAD,/v1/cluster/repair",
    "POST,/v1/batch",
  })
  void whatShowsNothingOfABucketTakesAnyToken(String method, String template) {
    assertThat(of(with(new Grant(Role.READER, "x")), method, template, null))
        .isEqualTo(Access.ALLOWED);
    assertThat(of(null, method, template, null)).isEqualTo(Access.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @CsvSource({"GET,/health/live", "HEAD,/health/ready", "GET,/", "GET,/console/{file}"})
  void healthAndTheConsolesFilesAreOpen(String method, String template) {
    assertThat(of(null, method, template, null)).isEqualTo(Access.ALLOWED);
  }

  /** Against the words of the contract, taken one by one, with any grants and any bucket. */
  @Test
  void grantsAddUpAndNeverTakeAway() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      List<Grant> grants = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        grants.add(new Grant(Role.values()[random.nextInt(3)], word(random)));
      }
      Principal principal = new Principal("p", grants);
      String bucket = word(random) + word(random) + "c";
      boolean read = false;
      boolean write = false;
      boolean configure = false;
      for (Grant grant : grants) {
        if (bucket.startsWith(grant.prefix())) {
          read = true;
          write |= grant.role() != Role.READER;
          configure |= grant.role() == Role.ADMIN;
        }
      }
      String message = "seed " + seed + " " + grants + " " + bucket;
      assertThat(of(principal, "GET", OBJECT, bucket) == Access.ALLOWED)
          .as(message)
          .isEqualTo(read);
      assertThat(of(principal, "DELETE", OBJECT, bucket) == Access.ALLOWED)
          .as(message)
          .isEqualTo(write);
      assertThat(of(principal, "PUT", "/v1/buckets/{bucket}", bucket) == Access.ALLOWED)
          .as(message)
          .isEqualTo(configure);
      assertThat(principal.readable().stream().filter(bucket::startsWith).count())
          .as(message)
          .isEqualTo(read ? 1 : 0);
      assertThat(principal.readable()).as(message).isSorted();
    }
  }

  private static String word(Random random) {
    return "ab"
        .repeat(3)
        .substring(0, random.nextInt(4))
        .replace('a', (char) ('a' + random.nextInt(2)));
  }
}
