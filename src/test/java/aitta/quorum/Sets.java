package aitta.quorum;

import aitta.model.NodeId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.List;
import java.util.stream.Stream;

/** Small sets of versions for the tests of rounds. */
final class Sets {
  private Sets() {}

  static List<NodeId> nodes(String... names) {
    return Stream.of(names).map(NodeId::new).toList();
  }

  static NodeId node(String name) {
    return new NodeId(name);
  }

  static Version version(long writer, long counter) {
    return new Version(
        new Dot(writer, counter),
        counter << 16,
        false,
        false,
        0,
        Version.DEFAULT_TYPE,
        "",
        new byte[] {(byte) writer, (byte) counter});
  }

  /** {@code base} after one more write, which supersedes all of it. */
  static Siblings overwritten(Siblings base, long writer, long counter) {
    return base.write(base.context(), version(writer, counter));
  }

  /** {@code base} after one more write, which supersedes nothing. */
  static Siblings beside(Siblings base, long writer, long counter) {
    return base.write(Context.EMPTY, version(writer, counter));
  }

  static Siblings deleted(Siblings base, long writer, long counter) {
    return base.write(
        base.context(), Version.tombstone(new Dot(writer, counter), counter << 16, false));
  }
}
