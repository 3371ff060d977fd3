package aitta.client;

import java.util.List;
import java.util.Optional;

/**
 * What a read found: one version, several that nobody has reconciled yet, or nothing.
 *
 * <p>Each carries the context, which says what was seen: a write that hands it back ({@link
 * WriteOptions#after}) takes the place of just that.
 */
public sealed interface ReadResult {
  /** An opaque token; may be kept as long as one likes and used with any node, for this key. */
  String context();

  /** The values that are there, in no particular order: none, one, or one of each live sibling. */
  List<Value> values();

  /**
   * The value, if there is one.
   *
   * @throws IllegalStateException if there are several: merge {@link #values} and write the outcome
   *     back, see {@link AittaClient#update}, or choose the bucket's policy {@code latest}
   */
  Optional<Value> single();

  /** The one live version. */
  record Found(Version version, String context) implements ReadResult {
    public Value value() {
      return version.value();
    }

    @Override
    public List<Value> values() {
      return List.of(value());
    }

    @Override
    public Optional<Value> single() {
      return Optional.of(value());
    }
  }

  /**
   * Versions whose writers did not know of each other.
   *
   * @param versions two or more, tombstones among them
   * @param etag of the set as a whole: a write {@link WriteOptions#ifMatch if it matches}
   *     reconciles them all at once
   */
  record Siblings(List<Version> versions, String etag, String context) implements ReadResult {
    public Siblings {
      versions = List.copyOf(versions);
    }

    @Override
    public List<Value> values() {
      return versions.stream().filter(version -> !version.isDeleted()).map(Version::value).toList();
    }

    @Override
    public Optional<Value> single() {
      throw new IllegalStateException(
          "the key has "
              + versions.size()
              + " concurrent versions; merge values() and write the outcome back");
    }
  }

  /** Nothing: never written, deleted, or expired. */
  record Missing(String context) implements ReadResult {
    @Override
    public List<Value> values() {
      return List.of();
    }

    @Override
    public Optional<Value> single() {
      return Optional.empty();
    }
  }
}
