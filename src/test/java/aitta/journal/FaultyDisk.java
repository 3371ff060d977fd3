package aitta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that fails, fills up or stalls when a test says so. */
final class FaultyDisk implements Disk {
  private final Disk disk = new LocalDisk();
  final AtomicInteger forces = new AtomicInteger();
  volatile IOException writeFailure;
  volatile IOException forceFailure;
  volatile IOException directoryFailure;
  volatile long usableBytes = Long.MAX_VALUE;
  // Each force takes one; unlimited unless a test drains it.
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE);

  @Override
  public Handle read(Path file) throws IOException {
    return disk.read(file);
  }

  @Override
  public Handle write(Path file) throws IOException {
    return new FaultyHandle(disk.write(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void forceDirectory(Path dir) throws IOException {
    if (directoryFailure != null) {
      throw directoryFailure;
    }
    disk.forceDirectory(dir);
  }

  @Override
  public long usableBytes(Path dir) throws IOException {
    return Math.min(usableBytes, disk.usableBytes(dir));
  }

  private final class FaultyHandle implements Handle {
    private final Handle file;

    FaultyHandle(Handle file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer to, long at) throws IOException {
      return file.read(to, at);
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      if (writeFailure != null) {
        throw writeFailure;
      }
      file.write(from, at);
    }

    @Override
    public void force() throws IOException {
      permits.acquireUninterruptibly();
      forces.incrementAndGet();
      if (forceFailure != null) {
        throw forceFailure;
      }
      file.force();
    }

    @Override
    public void truncate(long bytes) throws IOException {
      file.truncate(bytes);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
