package aitta.journal;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that is being written to, and the way to the next one. There is none before the first
 * write, so that a start alone needs no room on the disk, and none between a failure and the next
 * segment.
 *
 * <p>For the writer's thread alone. An {@link IOException} means that {@link #abandon} is to be
 * called.
 */
final class ActiveSegment {
  private static final Logger log = LoggerFactory.getLogger(ActiveSegment.class);
  private static final long CONFIRM_AFTER_NANOS = 50_000_000L;
  private static final long RETRY_AFTER_NANOS = 500_000_000L;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final JournalFiles files;
  private final JournalSettings settings;
  private final JournalIndex index;
  private final Segments segments;
  private final SegmentOpener opener;
  private final SparePool spares;
  private final WriterCounters counters;

  private SegmentWriter writer;
  // Records that a periodic force has still to bring to the disk.
  private boolean dirty;
  // Something was forced that neither a record nor the mark tells of yet.
  private boolean unconfirmed;
  private long lastForce = System.nanoTime();
  private JournalException failure;
  private long failedAt;

  ActiveSegment(
      JournalFiles files,
      JournalSettings settings,
      Recovery.Recovered recovered,
      SegmentOpener opener,
      SparePool spares,
      WriterCounters counters) {
    this.files = files;
    this.settings = settings;
    this.index = recovered.index();
    this.segments = recovered.segments();
    this.opener = opener;
    this.spares = spares;
    this.counters = counters;
  }

  boolean hasRoom(int bytes) {
    return writer != null && writer.freeBytes() >= bytes;
  }

  int append(RecordHeader header, byte[] body) throws IOException {
    return writer.append(header, body);
  }

  int durable() {
    return writer.durable();
  }

  /** Brings what was appended as far as it has to be before it is answered; shows it to replays. */
  void commit(Group group) throws IOException {
    if (settings.isSync()) {
      force();
    } else {
      writer.flush();
      dirty = true;
    }
    segments.grow(writer.generation(), writer.position());
    group.publish(writer.generation(), segments);
    if (writer.freeBytes() < settings.segmentBytes() / 2) {
      spares.prepare(2);
    }
  }

  private void force() throws IOException {
    long begin = System.nanoTime();
    writer.force();
    lastForce = System.nanoTime();
    counters.fsync(lastForce - begin);
    dirty = false;
    unconfirmed = true;
  }

  /** How long the writer may wait for work before it should call {@link #rest} again. */
  long patienceNanos() {
    if (dirty) {
      return settings.periodicInterval().toNanos() - (System.nanoTime() - lastForce);
    }
    return unconfirmed ? CONFIRM_AFTER_NANOS : IDLE_NANOS;
  }

  /**
   * What is to be done between groups.
   *
   * @param idle whether nothing was written in the last round
   */
  void rest(boolean idle) throws IOException {
    if (dirty && patienceNanos() <= 0) {
      force();
    } else if (!dirty && unconfirmed && idle) {
      unconfirmed = false;
      writer.confirm();
    }
  }

  /** To be called before {@link #next}. */
  void finishPeriod() throws IOException {
    if (dirty) {
      force();
    }
  }

  /**
   * Begins the next segment; nothing is staged. If that cannot be done the present one stays, for
   * deletions that fit into its rest.
   *
   * @throws JournalException if it cannot be done
   */
  void next(boolean forDeletion) {
    if (failure != null && System.nanoTime() - failedAt < RETRY_AFTER_NANOS) {
      throw failure;
    }
    List<Long> gone = segments.droppable(!index.anyDamaged());
    List<Segments.Extent> alive =
        segments.extents().stream().filter(each -> !gone.contains(each.generation())).toList();
    try {
      begin(opener.open(alive, forDeletion || !gone.isEmpty()));
    } catch (IOException e) {
      throw failed(JournalIoException.of(files.dir(), settings.segmentBytes(), e));
    } catch (JournalException e) {
      throw failed(e);
    }
    failure = null;
    segments.drop(gone);
    spares.recycle(gone);
    trimNewest(alive);
  }

  private JournalException failed(JournalException why) {
    log.error("no new segment: {}", why.getMessage());
    counters.failure();
    failure = why;
    failedAt = System.nanoTime();
    return why;
  }

  private void begin(SegmentWriter next) {
    if (writer != null) {
      segments.seal(writer.generation());
      closeQuietly();
    }
    writer = next;
    unconfirmed = false;
    segments.add(next.generation(), System.currentTimeMillis());
    segments.grow(next.generation(), next.position());
  }

  /**
   * A segment that ended early, by a failure or a stop, need not keep the room that it has left.
   */
  private void trimNewest(List<Segments.Extent> old) {
    if (!old.isEmpty()) {
      Segments.Extent newest = old.get(old.size() - 1);
      boolean muchLeft = newest.end() < settings.segmentBytes() / 8 * 7;
      if (muchLeft && !segments.isDamaged(newest.generation())) {
        spares.trim(newest.generation(), newest.end());
      }
    }
  }

  /** Drops the segments whose events are all deleted by now. */
  void dropEmpty() throws IOException {
    if (segments.droppable(true).isEmpty()) {
      return;
    }
    List<Long> gone = segments.droppable(!index.anyDamaged());
    byte[] body = Head.dropped(gone);
    if (gone.isEmpty() || !hasRoom(RecordHeader.FIXED_BYTES + body.length)) {
      return; // the next segment's head leaves them out
    }
    writer.append(RecordHeader.control(RecordType.DROPPED, body, writer.durable()), body);
    force();
    segments.drop(gone);
    spares.recycle(gone);
  }

  /** After a failure: the segment ends behind what replays have been shown. */
  void abandon(JournalException why) {
    log.error("{} ends here: {}", files.segment(writer.generation()), why.getMessage());
    counters.failure();
    segments.seal(writer.generation());
    closeQuietly();
    writer = null;
    dirty = false;
    unconfirmed = false;
  }

  /** Forces what is left, and says that it did. */
  void close() {
    if (writer != null) {
      try {
        writer.force();
        writer.confirm();
        writer.force();
      } catch (IOException e) {
        log.error("the last records may not be on disk in {}", files.dir(), e);
      }
      closeQuietly();
    }
  }

  private void closeQuietly() {
    try {
      writer.close();
    } catch (IOException e) {
      log.warn("closing a segment failed: {}", e.toString());
    }
  }
}
