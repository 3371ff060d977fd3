package aitta.version;

import java.nio.charset.StandardCharsets;

/** A coordinator of one key, its versions made one after the other: shorthand for tests. */
final class Life {
  final long writer;
  Siblings siblings = Siblings.EMPTY;
  private long counter;

  Life(long writer) {
    this.writer = writer;
  }

  /** Writes {@code value} and answers what its client has seen then. */
  Seen put(String value, Seen with) {
    return store(value, with, false, 0);
  }

  Seen putLatest(String value, Seen with, long timestamp) {
    return store(value, with, true, timestamp);
  }

  Seen delete(Seen with) {
    return store(null, with, false, 0);
  }

  private Seen store(String value, Seen with, boolean latest, long timestamp) {
    Dot dot = new Dot(writer, ++counter);
    long heard = Math.max(with.timestamp(), siblings.highestTimestamp());
    long time = timestamp != 0 ? timestamp : HybridTime.next(heard, 1000);
    siblings =
        siblings.write(
            with.context(),
            value == null
                ? Version.tombstone(dot, time, latest)
                : version(dot, time, latest, value));
    return siblings.seenByWriterOf(dot, with.context());
  }

  /** Skips counters, as writes of other keys do. */
  Life countsOn(long by) {
    counter += by;
    return this;
  }

  void hears(Siblings other) {
    siblings = siblings.join(other);
  }

  Dot last() {
    return new Dot(writer, counter);
  }

  static Version version(Dot dot, long timestamp, boolean latest, String value) {
    return new Version(
        dot, timestamp, latest, false, 0, "text/plain", "", value.getBytes(StandardCharsets.UTF_8));
  }

  String values() {
    StringBuilder text = new StringBuilder();
    for (Version version : siblings.versions()) {
      text.append(text.isEmpty() ? "" : " ")
          .append(
              version.deleted() ? "deleted" : new String(version.value(), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
