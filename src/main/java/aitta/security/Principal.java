package aitta.security;

import java.util.ArrayList;
import java.util.List;

/**
 * Who asks.
 *
 * @param id of its token: no secret, and what the audit log says of it
 */
public record Principal(String id, List<Grant> grants) {
  /** Whoever asks while access control is off. */
  public static final Principal ANYONE =
      new Principal("anyone", List.of(new Grant(Role.ADMIN, "")));

  public Principal {
    grants = List.copyOf(grants);
  }

  public boolean may(Role needed, String bucket) {
    for (Grant grant : grants) {
      if (grant.covers(needed, bucket)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has that role on all buckets, those that are not there yet included. */
  public boolean mayEverywhere(Role needed) {
    for (Grant grant : grants) {
      if (grant.isEverywhere() && grant.role().reaches(needed)) {
        return true;
      }
    }
    return false;
  }

  /** Prefixes of the buckets that it may read, in their order; none of them begins with another. */
  public List<String> readable() {
    List<String> prefixes = new ArrayList<>();
    grants.stream()
        .map(Grant::prefix)
        .sorted()
        .forEach(
            prefix -> {
              // In order, whatever begins with another comes behind it.
              if (prefixes.isEmpty() || !prefix.startsWith(prefixes.get(prefixes.size() - 1))) {
                prefixes.add(prefix);
              }
            });
    return prefixes;
  }
}
