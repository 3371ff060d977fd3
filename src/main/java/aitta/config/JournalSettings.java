package aitta.config;

/**
 * The journal's files and queue.
 *
 * @param segmentBytes of one preallocated file
 * @param spareSegments empty files kept to be written again, beside the one for a full disk
 * @param maxBytes of all segments in use before the state is flushed to let old ones go
 * @param queueBytes that may wait for the writer
 */
public record JournalSettings(int segmentBytes, int spareSegments, long maxBytes, long queueBytes) {
  private static final int LEAST_SEGMENTS = 4;

  public JournalSettings {
    Check.size("aitta.journal.segment-size", segmentBytes, "1MiB", "1GiB");
    Check.within("aitta.journal.spare-segments", spareSegments, 0, 63);
    Check.size("aitta.journal.max-size", maxBytes, "1MiB", "1TiB");
    Check.that(
        maxBytes >= (long) LEAST_SEGMENTS * segmentBytes,
        "aitta.journal.max-size",
        Sizes.format(maxBytes),
        "must be at least "
            + LEAST_SEGMENTS
            + " times aitta.journal.segment-size = "
            + Sizes.format(segmentBytes)
            + ", or the state is flushed all the time");
    Check.size("aitta.journal.queue-bytes", queueBytes, "1MiB", "4GiB");
  }

  static JournalSettings read(SettingReader reader) {
    return new JournalSettings(
        reader.smallSize("aitta.journal.segment-size"),
        reader.integer("aitta.journal.spare-segments"),
        reader.size("aitta.journal.max-size"),
        reader.size("aitta.journal.queue-bytes"));
  }
}
