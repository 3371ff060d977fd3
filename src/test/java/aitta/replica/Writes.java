package aitta.replica;

import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes and sets, as tests of replicas and hints want them. */
public final class Writes {
  /** Limits that no test meets by chance. */
  public static final ReplicaState.Limits NO_LIMITS =
      new ReplicaState.Limits(Integer.MAX_VALUE, Long.MAX_VALUE);

  private Writes() {}

  /** Overwrites what is known. */
  public static Request.Write put(Key key, String value) {
    return put(key, value, Request.Supersedes.AllKnown.INSTANCE);
  }

  /** Stands beside whatever is there. */
  public static Request.Write add(Key key, String value) {
    return put(key, value, Request.Supersedes.Nothing.INSTANCE);
  }

  /** Overwrites what the client has seen. */
  public static Request.Write put(Key key, String value, Seen seen) {
    return put(key, value, new Request.Supersedes.Exactly(seen));
  }

  private static Request.Write put(Key key, String value, Request.Supersedes supersedes) {
    return write(key, new Request.Content(bytes(value), "text/plain", "", 0), supersedes);
  }

  /** Deletes what is known. */
  public static Request.Write delete(Key key) {
    return write(key, null, Request.Supersedes.AllKnown.INSTANCE);
  }

  private static Request.Write write(
      Key key, Request.Content content, Request.Supersedes supersedes) {
    return new Request.Write(
        key, content, supersedes, null, Level.QUORUM, false, false, Duration.ofSeconds(10));
  }

  /** A set of one version, written by {@code writer} as its {@code counter}-th. */
  public static Siblings set(long writer, long counter, String value) {
    return plus(Siblings.EMPTY, writer, counter, value);
  }

  /** This set with one more version beside the others. */
  public static Siblings plus(Siblings siblings, long writer, long counter, String value) {
    Version version =
        new Version(
            new Dot(writer, counter),
            counter << 16,
            false,
            false,
            0,
            Version.DEFAULT_TYPE,
            "",
            bytes(value));
    return siblings.write(Context.EMPTY, version);
  }

  public static Set<String> values(Siblings siblings) {
    return siblings.versions().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .collect(Collectors.toSet());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
