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
  private static final byte[] NO_BODY = new byte[0];

  private final JournalSettings settings;
  private final JournalIndex index;
  private final ActiveSegment active;
  private final SubmissionQueue queue;
  private final Executor completions;
  private final WriterCounters counters;
  private final Group group = new Group();

  GroupWriter(
      JournalSettings settings,
      JournalIndex index,
      ActiveSegment active,
      SubmissionQueue queue,
      Executor completions,
      WriterCounters counters) {
    this.settings = settings;
    this.index = index;
    this.active = active;
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
      log.error("the journal in {} stops", settings.dir(), e);
    } finally {
      stop(why);
    }
  }

  private void step() throws InterruptedException {
    for (Submission submission : queue.takeAll(active.patienceNanos())) {
      accept(submission);
    }
    boolean idle = !group.hasRecords();
    commit();
    try {
      active.rest(idle);
    } catch (IOException e) {
      breakOff(e);
    }
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
    RecordHeader header =
        new RecordHeader(
            RecordType.DELETED,
            id.idBytes(),
            0,
            highest,
            highest,
            highest,
            to,
            NO_BODY.length,
            RecordCodec.crcOf(NO_BODY),
            active.durable());
    active.append(header, NO_BODY);
    group.delete(id, to);
  }

  /**
   * Makes sure that the active segment has room for so many bytes.
   *
   * @throws JournalException if it has not, or if what was staged before was lost on the way: a
   *     write of several records must not go on behind a lost one
   */
  private void makeRoom(int bytes, boolean forDeletion) {
    if (active.hasRoom(bytes)) {
      return;
    }
    commit().ifPresent(GroupWriter::raise);
    try {
      active.finishPeriod();
    } catch (IOException e) {
      throw breakOff(e);
    }
    active.next(forDeletion);
  }

  private static void raise(JournalException why) {
    throw why;
  }

  /** Brings the group to its end, whichever; returns why it failed, if it did. */
  private Optional<JournalException> commit() {
    boolean deletions = group.hasDeletions();
    if (group.hasRecords()) {
      counters.group(group.records(), group.bytes());
      try {
        active.commit(group);
      } catch (IOException e) {
        return Optional.of(breakOff(e));
      }
    }
    List<Submission.Outcome> outcomes = group.takeOutcomes();
    if (deletions) {
      try {
        active.dropEmpty();
      } catch (IOException e) {
        breakOff(e); // nothing is staged: the group itself is safe
      }
    }
    answer(outcomes, null);
    return Optional.empty();
  }

  /** Everything staged has failed. The cut is put on disk, if possible, before anybody hears it. */
  private JournalException breakOff(IOException e) {
    JournalException why = JournalIoException.of(settings.dir(), settings.segmentBytes(), e);
    active.abandon(why);
    group.forget();
    try {
      active.next(false);
    } catch (JournalException again) {
      log.warn("the end of the segment is not on disk yet: {}", again.getMessage());
    }
    answer(group.takeOutcomes(), why);
    return why;
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
    JournalException closed = new JournalClosedException(settings.dir(), why);
    answer(group.takeOutcomes(), closed);
    answer(queue.takeNow().stream().map(Submission::outcome).toList(), closed);
    active.close();
  }
}
