package aitta.journal;

/** What the writer has done since the start. One writer, any number of readers. */
final class WriterCounters {
  private final FsyncTimes fsyncs = new FsyncTimes();
  private volatile Totals totals = new Totals(0, 0, 0, 0, 0);

  record Totals(long groups, long records, long bytes, int lastGroupRecords, long failures) {}

  void group(int records, long bytes) {
    Totals old = totals;
    totals =
        new Totals(old.groups + 1, old.records + records, old.bytes + bytes, records, old.failures);
  }

  void failure() {
    Totals old = totals;
    totals = new Totals(old.groups, old.records, old.bytes, old.lastGroupRecords, old.failures + 1);
  }

  void fsync(long nanos) {
    fsyncs.record(nanos);
  }

  Totals totals() {
    return totals;
  }

  JournalFigures.Fsyncs fsyncs() {
    return fsyncs.snapshot();
  }
}
