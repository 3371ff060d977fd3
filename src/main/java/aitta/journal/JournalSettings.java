package aitta.journal;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The plugin's block of the configuration; {@code reference.conf} says what each entry means.
 *
 * @param segmentBytes size of a segment file, a multiple of 8
 * @param spareSegments at most so many files are kept for later segments
 * @param periodicInterval between two forced writes where durability is periodic; null for sync
 * @param maxQueuedBytes of events that wait
 * @param replayWindowBytes sent to a recovering actor before it is asked whether it keeps up
 */
record JournalSettings(
    Path dir,
    int segmentBytes,
    int spareSegments,
    Duration periodicInterval,
    int maxQueuedWrites,
    long maxQueuedBytes,
    int replayWindowBytes,
    Duration replayTimeout) {

  static final int MIN_SEGMENT_BYTES = 64 << 10;
  static final int MAX_SEGMENT_BYTES = 1 << 30;

  JournalSettings {
    if (segmentBytes < MIN_SEGMENT_BYTES
        || segmentBytes > MAX_SEGMENT_BYTES
        || segmentBytes % RecordHeader.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "segment-size = " + segmentBytes + " must be 64 KiB to 1 GiB and a multiple of 8");
    }
    if (spareSegments < 1 || spareSegments > 64) {
      throw new IllegalArgumentException(
          "spare-segments = "
              + spareSegments
              + " must be 1 to 64: one is needed to free a full disk");
    }
    if (maxQueuedWrites < 1 || maxQueuedBytes < 1 || replayWindowBytes < 1) {
      throw new IllegalArgumentException(
          "max-queued-writes, max-queued-size and replay-window must be above 0");
    }
    if (periodicInterval != null && periodicInterval.toMillis() < 1) {
      throw new IllegalArgumentException("periodic-interval must be at least 1 ms");
    }
  }

  static JournalSettings from(Config config) {
    String durability = config.getString("durability").toLowerCase(Locale.ROOT);
    if (!durability.equals("sync") && !durability.equals("periodic")) {
      throw new IllegalArgumentException(
          "durability = " + durability + " must be sync or periodic");
    }
    return new JournalSettings(
        Path.of(config.getString("dir")).toAbsolutePath(),
        Math.toIntExact(config.getBytes("segment-size")),
        config.getInt("spare-segments"),
        durability.equals("sync") ? null : config.getDuration("periodic-interval"),
        config.getInt("max-queued-writes"),
        config.getBytes("max-queued-size"),
        Math.toIntExact(config.getBytes("replay-window")),
        config.getDuration("replay-timeout"));
  }

  boolean isSync() {
    return periodicInterval == null;
  }

  /** Only deletions may fill the last part of a segment, so that a full disk can be freed. */
  int reservedBytes() {
    return segmentBytes / 64;
  }

  /** The head of a segment may take so much, or the ids are too many for this size of segment. */
  int maxHeadBytes() {
    return segmentBytes / 4;
  }

  /** With the two above, a record of this size fits into any fresh segment. */
  int maxRecordBytes() {
    return segmentBytes / 2;
  }
}
