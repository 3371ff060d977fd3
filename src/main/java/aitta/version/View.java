package aitta.version;

import aitta.model.Md5;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * What a client is shown of a set.
 *
 * <p>Under {@code siblings}: nothing where no version is live, the version where it stands alone,
 * else all of them, with tombstones and expired ones as deleted. Under {@code latest}: the newest
 * version of all, whatever policy it was written under.
 */
public sealed interface View {
  /** No live version. */
  enum Nothing implements View {
    INSTANCE
  }

  /** One live version. */
  record One(Version version) implements View {}

  /** At least two versions, at least one of them live; in the order of their dots. */
  record Several(List<Version> versions) implements View {
    public Several {
      versions = List.copyOf(versions);
    }

    /** The tag of the set as a whole: changes whenever a version comes or goes. */
    public String etag() {
      MessageDigest digest = Md5.start();
      for (Version version : versions) {
        digest.update((version.etag() + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      return "s-" + HexFormat.of().formatHex(digest.digest());
    }
  }

  /**
   * @param latest whether the bucket's conflict policy is {@code latest}
   * @param nowMillis wall clock, for times to live alone
   */
  static View of(Siblings siblings, boolean latest, long nowMillis) {
    List<Version> versions = siblings.versions();
    if (latest && versions.size() > 1) {
      Version winner = versions.get(0);
      for (Version version : versions) {
        winner = version.isNewerThan(winner) ? version : winner;
      }
      versions = List.of(winner);
    }
    if (versions.stream().noneMatch(version -> version.isLive(nowMillis))) {
      return Nothing.INSTANCE;
    }
    return versions.size() == 1 ? new One(versions.get(0)) : new Several(versions);
  }

  /** The entity tag, without quotes; null where there is nothing. */
  default String currentEtag() {
    if (this instanceof One one) {
      return one.version().etag();
    }
    return this instanceof Several several ? several.etag() : null;
  }
}
