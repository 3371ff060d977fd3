package aitta.security;

/**
 * A role on all buckets that begin with a prefix.
 *
 * @param prefix empty for all buckets there are and will be
 */
public record Grant(Role role, String prefix) {
  boolean covers(Role needed, String bucket) {
    return role.reaches(needed) && bucket.startsWith(prefix);
  }

  boolean isEverywhere() {
    return prefix.isEmpty();
  }
}
