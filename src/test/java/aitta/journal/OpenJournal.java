package aitta.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An open {@link JournalStore} and short words for what tests do with it. */
final class OpenJournal implements AutoCloseable {
  static final int SEGMENT_BYTES = 64 << 10;

  final JournalStore store;

  OpenJournal(JournalSettings settings, Disk disk) {
    store = JournalStore.open(settings, disk, Runnable::run);
  }

  static OpenJournal in(Path dir) {
    return new OpenJournal(settings(dir), new LocalDisk());
  }

  static OpenJournal in(Path dir, Disk disk) {
    return new OpenJournal(settings(dir), disk);
  }

  static JournalSettings settings(Path dir) {
    return settings(dir, SEGMENT_BYTES);
  }

  static JournalSettings settings(Path dir, int segmentBytes) {
    return new JournalSettings(
        dir, segmentBytes, 2, null, 1000, 16 << 20, 1 << 20, Duration.ofSeconds(5));
  }

  static JournalSettings periodic(Path dir, Duration interval) {
    return new JournalSettings(
        dir, SEGMENT_BYTES, 2, interval, 1000, 16 << 20, 1 << 20, Duration.ofSeconds(5));
  }

  private record Promised(CompletableFuture<Void> future) implements Submission.Outcome {
    @Override
    public void done() {
      future.complete(null);
    }

    @Override
    public void failed(JournalException why) {
      future.completeExceptionally(why);
    }
  }

  static Submission.Events events(String id, long first, long last, String text) {
    byte[] body = text.getBytes(UTF_8);
    int count = (int) (last - first + 1);
    return new Submission.Events(id, count, first, last, body, RecordCodec.crcOf(body));
  }

  CompletableFuture<Void> writeLater(Submission.Events... records) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    store.submit(new Submission.Write(List.of(records), new Promised(future)));
    return future;
  }

  /** Writes one event and waits until it is acknowledged. */
  void write(String id, long seqNr, String text) {
    await(writeLater(events(id, seqNr, seqNr, text)));
  }

  void delete(String id, long toSeqNr) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    store.submit(new Submission.Delete(id, toSeqNr, new Promised(future)));
    await(future);
  }

  /** Done when the writer has done what was submitted before. */
  CompletableFuture<Void> barrier() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    store.submit(new Submission.Barrier(new Promised(future)));
    return future;
  }

  /** The exception of a failed write itself, not wrapped. */
  static void await(CompletableFuture<Void> future) {
    try {
      future.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof JournalException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Undeleted records of an id, each as {@code lastSeqNr=text}. */
  List<String> replay(String id) {
    return replay(id, 1);
  }

  List<String> replay(String id, long from) {
    List<String> found = new ArrayList<>();
    try {
      store.replay(
          id,
          from,
          (header, body) -> found.add(header.lastSeqNr() + "=" + new String(body, UTF_8)));
    } catch (TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  @Override
  public void close() {
    store.close();
  }
}
