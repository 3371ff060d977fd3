package aitta.security;

import java.util.Locale;

/** What a token may do with a bucket; each role may do all that the one before it may. */
public enum Role {
  /** Read objects and properties, list. */
  READER,
  /** Also write, touch and delete objects. */
  WRITER,
  /** Also change properties of buckets; on all buckets, also steer the cluster. */
  ADMIN;

  boolean reaches(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As it is written in a tokens file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
