package aitta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in one directory, without Pekko: takes in records, replays them, deletes them. Open
 * from {@link #open} to {@link #close}; for any number of threads.
 */
final class JournalStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalStore.class);
  private static final long STOP_WITHIN_MILLIS = 60_000;

  private final JournalFiles files;
  private final JournalSettings settings;
  private final Disk disk;
  private final DirectoryLock lock;
  private final Recovery.Recovered recovered;
  private final SparePool spares;
  private final SubmissionQueue queue;
  private final WriterCounters counters = new WriterCounters();
  private final Thread writer;

  private JournalStore(
      JournalSettings settings, Disk disk, DirectoryLock lock, Executor completions)
      throws IOException {
    this.files = new JournalFiles(settings.dir());
    this.settings = settings;
    this.disk = disk;
    this.lock = lock;
    this.recovered = new Recovery(files, disk).run();
    this.spares = new SparePool(files, disk, settings);
    this.queue =
        new SubmissionQueue(settings.dir(), settings.maxQueuedWrites(), settings.maxQueuedBytes());
    spares.open();
    spares.recycle(recovered.leftovers());
    spares.prepare(1);
    SegmentOpener opener =
        new SegmentOpener(
            files, disk, settings, recovered.index(), spares, recovered.nextGeneration());
    ActiveSegment active = new ActiveSegment(files, settings, recovered, opener, spares, counters);
    this.writer =
        new Thread(
            new GroupWriter(settings, recovered.index(), active, queue, completions, counters),
            "aitta-journal-writer");
    writer.setDaemon(true);
  }

  /**
   * Reads the directory and is ready for writes when it returns.
   *
   * @param completions where outcomes are told
   * @throws JournalLockedException if the directory is in use
   * @throws JournalFormatException if it was written by a newer version
   * @throws JournalIoException if it cannot be read
   */
  static JournalStore open(JournalSettings settings, Disk disk, Executor completions) {
    DirectoryLock lock = null;
    try {
      makeDirectory(settings.dir(), disk);
      lock = DirectoryLock.acquire(new JournalFiles(settings.dir()));
      JournalStore store = new JournalStore(settings, disk, lock, completions);
      store.writer.start();
      store.logDamages();
      return store;
    } catch (IOException e) {
      release(lock);
      throw new JournalIoException(settings.dir(), "opening the journal in", e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static void makeDirectory(Path dir, Disk disk) throws IOException {
    if (!Files.isDirectory(dir)) {
      Files.createDirectories(dir);
      disk.forceDirectory(dir.getParent());
    }
  }

  private static void release(DirectoryLock lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        log.warn("the journal's lock is freed when the process ends: {}", e.toString());
      }
    }
  }

  private void logDamages() {
    for (JournalDamage damage : damages()) {
      log.error(
          "the journal is damaged: {} from byte {}, {} bytes: {}; ids concerned: {}",
          damage.file(),
          damage.offset(),
          damage.bytes(),
          damage.reason(),
          damage.persistenceIds());
    }
  }

  /**
   * @throws JournalOverloadedException if too much waits
   * @throws JournalClosedException if it is closed
   */
  void submit(Submission submission) {
    queue.put(submission);
  }

  /**
   * Highest sequence number that the id ever had, 0 if none; without what is still being written.
   *
   * @throws JournalCorruptException if events of this id are damaged
   */
  long highest(String id) {
    return recovered.index().find(id).map(IdIndex::highest).orElse(0L);
  }

  /** What is missing of it that ought to be there. */
  Map<String, Long> missed(JournalExpectation expectation) {
    return expectation.missedBy(recovered.index());
  }

  /**
   * As {@link Records#replay}.
   *
   * @throws JournalCorruptException if one of them cannot be read, possibly after some were given
   *     to {@code sink}
   */
  void replay(String id, long fromSeqNr, Records.Sink sink)
      throws TimeoutException, InterruptedException {
    new Records(files, disk, recovered.index()).replay(id, fromSeqNr, sink);
  }

  int maxRecordBytes() {
    return settings.maxRecordBytes();
  }

  List<JournalDamage> damages() {
    return recovered.damages();
  }

  JournalFigures figures() {
    WriterCounters.Totals totals = counters.totals();
    Segments segments = recovered.segments();
    Segments.Oldest oldest = segments.oldest();
    return new JournalFigures(
        settings.dir(),
        segments.count(),
        spares.count(),
        bytesOnDisk(),
        segments.bytesInUse(),
        recovered.index().count(),
        queue.size(),
        totals.groups(),
        totals.records(),
        totals.bytes(),
        totals.lastGroupRecords(),
        oldest.generation(),
        oldest.createdAtMillis(),
        totals.failures(),
        counters.fsyncs());
  }

  private long bytesOnDisk() {
    try (Stream<Path> all = Files.list(settings.dir())) {
      return all.mapToLong(path -> path.toFile().length()).sum();
    } catch (IOException e) {
      throw new JournalIoException(settings.dir(), "listing", e);
    }
  }

  /** Bytes of records in segments that hold undeleted events; cheap. */
  long bytesInUse() {
    return recovered.segments().bytesInUse();
  }

  /** Everything that was submitted before is written and answered when this returns. */
  @Override
  public void close() {
    queue.close("it was shut down");
    try {
      writer.join(STOP_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spares.close();
    if (writer.isAlive()) {
      // The lock stays: somebody still writes.
      log.error("the journal in {} hangs on its disk and was not closed", settings.dir());
    } else {
      release(lock);
    }
  }
}
