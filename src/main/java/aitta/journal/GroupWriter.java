package aitta.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever queued while it forced the last group to disk is the next
 * group: one write, one forced write, then the answers. It never waits for a group to grow.
 *
 * <p>After a failed write or force nobody knows what is on the disk, and asking the kernel again
 * would bring a false yes. So the segment ends where the last force succeeded, what came after is
 * answered as failed, and a new segment is begun whose head says where the old one ends: then what
 * failed cannot come back. If not even that can be written, the failed records can be met again
 * after a crash of the process, and only then; for whoever asked, their fate is unknown.
 */
final class GroupWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);
  private static final long CONFIRM_AFTER_NANOS = 50_000_000L;
  private static final long RETRY_AFTER_NANOS = 500_000_000L;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final JournalFiles files;
  private final JournalSettings settings;
  private final JournalIndex index;
  private final Segments segments;
  private final SegmentOpener opener;
  private final SparePool spares;
  private final SubmissionQueue queue;
  private final Executor completions;
  private final WriterCounters counters;
  private final Group group = new Group();

  private SegmentWriter active;
  // Records that a periodic force has still to bring to the disk.
  private boolean dirty;
  // Something was forced that neither a record nor the mark tells of yet.
  private boolean unconfirmed;
  private long lastForce = System.nanoTime();
  private JournalException rollFailure;
  private long rollFailedAt;

  GroupWriter(
      JournalFiles files,
      JournalSettings settings,
      Recovery.Recovered recovered,
      SegmentOpener opener,
      SparePool spares,
      SubmissionQueue queue,
      Executor completions,
      WriterCounters counters) {
    this.files = files;
    this.settings = settings;
    this.index = recovered.index();
    this.segments = recovered.segments();
    this.opener = opener;
    this.spares = spares;
    this.queue = queue;
    this.completions = completions;
    this.counters = counters;
  }

  @Override
  public void run() {
    String why = "it was shut down";
    try {
      while (!queue.isDrained()) {
        step();
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      why = "its writer stopped: " + e;
      log.error("the journal in {} stops", files.dir(), e);
    } finally {
      stop(why);
    }
  }

  private void step() throws InterruptedException {
    for (Submission submission : queue.takeAll(patienceNanos())) {
      accept(submission);
    }
    boolean idle = !group.hasRecords();
    commit();
    if (dirty && System.nanoTime() - lastForce >= settings.periodicInterval().toNanos()) {
      forcePeriodically();
    } else if (idle && unconfirmed) {
      confirm();
    }
  }

  private long patienceNanos() {
    if (dirty) {
      return settings.periodicInterval().toNanos() - (System.nanoTime() - lastForce);
    }
    return unconfirmed ? CONFIRM_AFTER_NANOS : IDLE_NANOS;
  }

  private void accept(Submission submission) {
    try {
      if (submission instanceof Submission.Write write) {
        for (Submission.Events events : write.records()) {
          append(events);
        }
      } else if (submission instanceof Submission.Delete delete) {
        delete(delete);
      }
      group.answer(submission.outcome());
    } catch (JournalException refused) {
      answer(List.of(submission.outcome()), refused);
    } catch (IOException e) {
      group.answer(submission.outcome());
      breakOff(e);
    }
  }

  private void append(Submission.Events events) throws IOException {
    IdIndex id = index.of(events.id());
    int bytes = RecordHeader.FIXED_BYTES + id.idBytes().length + events.body().length;
    makeRoom(RecordHeader.align(bytes) + settings.reservedBytes(), false);
    if (events.firstSeqNr() <= id.stagedHighest()) {
      throw new SequenceException(id.id(), events.firstSeqNr(), id.stagedHighest());
    }
    RecordHeader header =
        new RecordHeader(
            RecordType.EVENTS,
            id.idBytes(),
            events.count(),
            events.firstSeqNr(),
            events.lastSeqNr(),
            id.stagedHighest(),
            id.stagedDeletedTo(),
            events.body().length,
            events.bodyCrc(),
            active.durable());
    group.append(id, header, active.append(header, events.body()));
  }

  private void delete(Submission.Delete delete) throws IOException {
    IdIndex id = index.find(delete.id()).orElse(null);
    if (id == null) {
      return;
    }
    makeRoom(RecordHeader.FIXED_BYTES + RecordHeader.align(id.idBytes().length), true);
    long highest = id.stagedHighest();
    long to = Math.max(Math.min(delete.toSeqNr(), highest), id.stagedDeletedTo());
    if (to == id.stagedDeletedTo() && !id.isDamaged()) {
      return;
    }
    byte[] body = new byte[0];
    RecordHeader header =
        new RecordHeader(
            RecordType.DELETED,
            id.idBytes(),
            0,
            highest,
            highest,
            highest,
            to,
            0,
            RecordCodec.crcOf(body),
            active.durable());
    active.append(header, body);
    group.delete(id, to);
  }

  /**
   * Makes sure that {@link #active} has room for so many bytes.
   *
   * @throws JournalException if it has not, or if what was staged before was lost on the way: a
   *     write of several records must not go on behind a lost one
   */
  private void makeRoom(int bytes, boolean forDeletion) {
    if (active != null && active.freeBytes() >= bytes) {
      return;
    }
    commit().ifPresent(GroupWriter::raise);
    if (dirty) {
      forcePeriodically().ifPresent(GroupWriter::raise);
    }
    roll(forDeletion);
  }

  private static void raise(JournalException why) {
    throw why;
  }

  /** Brings the group to its end, whichever; returns why it failed, if it did. */
  private Optional<JournalException> commit() {
    if (group.hasRecords()) {
      counters.group(group.records(), group.bytes());
      boolean deletions = group.hasDeletions();
      try {
        if (settings.isSync()) {
          force();
        } else {
          active.flush();
          dirty = true;
        }
      } catch (IOException e) {
        return Optional.of(breakOff(e));
      }
      segments.grow(active.generation(), active.position());
      group.publish(active.generation(), segments);
      if (deletions) {
        dropEmpty();
      }
    }
    answer(group.takeOutcomes(), null);
    if (active != null && active.freeBytes() < settings.segmentBytes() / 2) {
      spares.prepare(2);
    }
    return Optional.empty();
  }

  private void force() throws IOException {
    long begin = System.nanoTime();
    active.force();
    lastForce = System.nanoTime();
    counters.fsync(lastForce - begin);
    dirty = false;
    unconfirmed = true;
  }

  private Optional<JournalException> forcePeriodically() {
    try {
      force();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(breakOff(e));
    }
  }

  private void confirm() {
    try {
      unconfirmed = false;
      active.confirm();
    } catch (IOException e) {
      breakOff(e);
    }
  }

  private void dropEmpty() {
    if (segments.droppable(true).isEmpty()) {
      return;
    }
    List<Long> gone = segments.droppable(!index.anyDamaged());
    byte[] body = Head.dropped(gone);
    if (gone.isEmpty() || active.freeBytes() < RecordHeader.FIXED_BYTES + body.length) {
      return; // the next segment's head leaves them out
    }
    try {
      active.append(RecordHeader.control(RecordType.DROPPED, body, active.durable()), body);
      force();
    } catch (IOException e) {
      breakOff(e);
      return;
    }
    segments.drop(gone);
    spares.recycle(gone);
  }

  /**
   * Ends the active segment, in which nothing is staged, and begins the next one. If that cannot be
   * done the active segment stays, for deletions that fit into its rest.
   */
  private void roll(boolean forDeletion) {
    if (rollFailure != null && System.nanoTime() - rollFailedAt < RETRY_AFTER_NANOS) {
      throw rollFailure;
    }
    List<Long> gone = segments.droppable(!index.anyDamaged());
    List<Segments.Extent> alive =
        segments.extents().stream().filter(each -> !gone.contains(each.generation())).toList();
    try {
      begin(opener.open(alive, forDeletion || !gone.isEmpty()));
    } catch (IOException e) {
      rollFailed(ioFailure(e));
    } catch (JournalException e) {
      rollFailed(e);
    }
    rollFailure = null;
    segments.drop(gone);
    spares.recycle(gone);
    trimNewest(alive);
  }

  private void begin(SegmentWriter next) {
    if (active != null) {
      segments.seal(active.generation());
      closeQuietly(active);
    }
    active = next;
    unconfirmed = false;
    segments.add(next.generation(), System.currentTimeMillis());
    segments.grow(next.generation(), next.position());
  }

  private void rollFailed(JournalException why) {
    log.error("no new segment: {}", why.getMessage());
    counters.failure();
    rollFailure = why;
    rollFailedAt = System.nanoTime();
    throw why;
  }

  /**
   * A segment that ended early, by a failure or a stop, need not keep the room that it has left.
   */
  private void trimNewest(List<Segments.Extent> old) {
    if (!old.isEmpty()) {
      Segments.Extent newest = old.get(old.size() - 1);
      if (newest.end() < settings.segmentBytes() / 8 * 7
          && !segments.isDamaged(newest.generation())) {
        spares.trim(newest.generation(), newest.end());
      }
    }
  }

  /** Gives up the active segment behind what is published; everything staged has failed. */
  private JournalException breakOff(IOException e) {
    JournalException why = ioFailure(e);
    log.error("segment {} ends here: {}", files.segment(active.generation()), why.getMessage());
    counters.failure();
    segments.seal(active.generation());
    closeQuietly(active);
    active = null;
    dirty = false;
    unconfirmed = false;
    group.forget();
    try {
      roll(false);
    } catch (JournalException again) {
      log.warn("the end of the segment is not on disk yet: {}", again.getMessage());
    }
    answer(group.takeOutcomes(), why);
    return why;
  }

  private JournalException ioFailure(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("No space left") || text.contains("quota")) {
      return new JournalFullException(files.dir(), settings.segmentBytes(), e);
    }
    return new JournalIoException(files.dir(), "writing to the journal in", e);
  }

  private static void closeQuietly(SegmentWriter writer) {
    try {
      writer.close();
    } catch (IOException e) {
      log.warn("closing a segment failed: {}", e.toString());
    }
  }

  private void answer(List<Submission.Outcome> outcomes, JournalException failure) {
    if (outcomes.isEmpty()) {
      return;
    }
    // One task for the whole group: waking a thread for each answer would cost more than the rest.
    Runnable answers =
        () -> {
          for (Submission.Outcome outcome : outcomes) {
            if (failure == null) {
              outcome.done();
            } else {
              outcome.failed(failure);
            }
          }
        };
    try {
      completions.execute(answers);
    } catch (RejectedExecutionException theSystemStops) {
      answers.run();
    }
  }

  private void stop(String why) {
    queue.close(why);
    group.forget();
    JournalException closed = new JournalClosedException(files.dir(), why);
    answer(group.takeOutcomes(), closed);
    answer(queue.takeNow().stream().map(Submission::outcome).toList(), closed);
    if (active == null) {
      return;
    }
    try {
      active.force();
      active.confirm();
      active.force();
    } catch (IOException e) {
      log.error("the last records may not be on disk in {}", files.dir(), e);
    }
    closeQuietly(active);
  }
}
