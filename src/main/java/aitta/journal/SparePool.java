package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that wait to become segments. They are full of zeros, or of what an earlier life left in
 * them: either way their blocks are allocated, which saves a third of the time of each forced
 * write.
 *
 * <p>One spare is kept back for deletions. So a journal on a full disk can still be told what is
 * needed no more, also right after a start, and thereby frees itself.
 *
 * <p>Files are made, renamed and deleted by a thread of its own, so that the writer seldom waits.
 */
final class SparePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SparePool.class);
  private static final int CHUNK_BYTES = 1 << 20;
  // Forced in parts: the disk has the writer's groups to take meanwhile.
  private static final int FORCE_BYTES = 8 << 20;
  private static final int MAX_CHORES = 1024;
  private static final long RETRY_AFTER_NANOS = 10_000_000_000L;

  private final JournalFiles files;
  private final Disk disk;
  private final int segmentBytes;
  private final int maxSpares;
  // Guarded by this.
  private final ArrayDeque<Path> spares = new ArrayDeque<>();
  private long nextNumber = 1;
  private boolean preparing;
  private long notBefore = System.nanoTime();

  // Beyond the bound the caller does the chore itself.
  private final ThreadPoolExecutor chores =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_CHORES),
          chore -> {
            Thread thread = new Thread(chore, "aitta-journal-files");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.CallerRunsPolicy());

  SparePool(JournalFiles files, Disk disk, JournalSettings settings) {
    this.files = files;
    this.disk = disk;
    this.segmentBytes = settings.segmentBytes();
    this.maxSpares = settings.spareSegments();
  }

  /** Takes in the spares that are there; removes what cannot be used. */
  synchronized void open() throws IOException {
    for (Path path : files.unfinished()) {
      disk.delete(path);
    }
    for (long number : files.spares()) {
      Path path = files.spare(number);
      nextNumber = number + 1;
      if (Files.size(path) == segmentBytes && spares.size() < maxSpares) {
        spares.add(path);
      } else {
        disk.delete(path);
      }
    }
  }

  synchronized int count() {
    return spares.size();
  }

  /**
   * A file for the next segment, to be renamed by the caller; makes one if no spare is free.
   *
   * @param lastResort whether the spare that is kept back may be taken
   * @throws JournalFullException if there is no room for another file
   */
  Path take(boolean lastResort) throws IOException {
    synchronized (this) {
      if (spares.size() > (lastResort ? 0 : 1)) {
        return spares.remove();
      }
    }
    return create();
  }

  /** Makes spares until there are {@code wanted}, in the background. */
  void prepare(int wanted) {
    int target = Math.min(wanted, maxSpares);
    synchronized (this) {
      if (preparing || spares.size() >= target || System.nanoTime() - notBefore < 0) {
        return;
      }
      preparing = true;
    }
    chores.execute(() -> prepareNow(target));
  }

  private void prepareNow(int target) {
    try {
      while (count() < target) {
        Path made = create();
        Path spare = newSpareName();
        disk.rename(made, spare);
        add(spare);
      }
    } catch (IOException | JournalException e) {
      log.warn("no spare segment could be prepared: {}", e.getMessage());
      synchronized (this) {
        notBefore = System.nanoTime() + RETRY_AFTER_NANOS;
      }
    } finally {
      synchronized (this) {
        preparing = false;
      }
    }
  }

  /** Makes spares of these segment files, or deletes them, in the background. */
  void recycle(List<Long> generations) {
    if (!generations.isEmpty()) {
      chores.execute(() -> recycleNow(generations));
    }
  }

  private void recycleNow(List<Long> generations) {
    try {
      for (long generation : generations) {
        Path segment = files.segment(generation);
        if (!Files.exists(segment)) {
          continue;
        }
        if (count() < maxSpares && Files.size(segment) == segmentBytes) {
          Path spare = newSpareName();
          disk.rename(segment, spare);
          add(spare);
        } else {
          disk.delete(segment);
        }
      }
      disk.forceDirectory(files.dir());
    } catch (IOException e) {
      log.warn("old segments stay until the next start: {}", e.toString());
    }
  }

  /** Gives back the unused rest of a segment that will not be written to again. */
  void trim(long generation, int end) {
    chores.execute(
        () -> {
          Path segment = files.segment(generation);
          if (!Files.exists(segment)) {
            return;
          }
          try (Disk.Handle file = disk.write(segment)) {
            file.truncate(end);
          } catch (IOException e) {
            log.warn("{} keeps its unused rest: {}", segment, e.toString());
          }
        });
  }

  private Path create() throws IOException {
    if (disk.usableBytes(files.dir()) < segmentBytes) {
      throw new JournalFullException(files.dir(), segmentBytes, null);
    }
    Path path = files.preparing(newNumber());
    try (Disk.Handle file = disk.write(path)) {
      ByteBuffer zeros = ByteBuffer.allocate(Math.min(CHUNK_BYTES, segmentBytes));
      for (int at = 0; at < segmentBytes; at += zeros.capacity()) {
        file.write(zeros.clear().limit(Math.min(zeros.capacity(), segmentBytes - at)), at);
        if ((at + zeros.capacity()) % FORCE_BYTES == 0) {
          file.force();
        }
      }
      file.force();
      return path;
    } catch (IOException e) {
      deleteQuietly(path);
      throw e;
    }
  }

  /** Nobody names this file any more, so failing to delete it costs space alone. */
  void deleteQuietly(Path path) {
    try {
      disk.delete(path);
    } catch (IOException e) {
      log.warn("{} is of no use, but cannot be deleted: {}", path, e.toString());
    }
  }

  private synchronized void add(Path spare) {
    spares.add(spare);
  }

  private synchronized long newNumber() {
    return nextNumber++;
  }

  private Path newSpareName() {
    return files.spare(newNumber());
  }

  /** Waits for what has been begun. */
  @Override
  public void close() {
    chores.shutdown();
    try {
      if (!chores.awaitTermination(30, TimeUnit.SECONDS)) {
        log.warn("files in {} are still being prepared or deleted", files.dir());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
