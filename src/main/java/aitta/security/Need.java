package aitta.security;

/** What a request asks of whoever makes it. */
public sealed interface Need {
  /** Needs that name no role. */
  enum Plain implements Need {
    /** Nothing: nobody has to say who they are. */
    OPEN,
    /** Any token; what it shows or does is judged piece by piece, or is nobody's in particular. */
    ANY_TOKEN
  }

  /** A role on the bucket that the path names. */
  record OnBucket(Role role) implements Need {}

  /** A role on all buckets. */
  record Everywhere(Role role) implements Need {}

  /** Whether it is an action of those who run the cluster, which the audit log keeps. */
  default boolean isAdministration() {
    return this instanceof OnBucket bucket && bucket.role() == Role.ADMIN
        || this instanceof Everywhere everywhere && everywhere.role() == Role.ADMIN;
  }
}
