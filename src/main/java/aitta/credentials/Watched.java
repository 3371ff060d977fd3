package aitta.credentials;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files say, kept up to date. {@link #look} is for one thread, the rest for any.
 *
 * @param <T> what is made of the files; immutable
 */
final class Watched<T> {
  private static final Logger LOG = LoggerFactory.getLogger("aitta.credentials");
  private static final long LARGEST = 16L * 1024 * 1024;

  /** Makes something of files. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * @param files in the order in which they were named
     * @throws BadCredentialsException if they can't be right; says which, and why
     */
    T read(List<byte[]> files) throws BadCredentialsException;
  }

  private final String what;
  private final List<Path> paths;
  private final Reader<T> reader;
  private final AtomicLong failures = new AtomicLong();
  private volatile T current;
  private volatile boolean stale;
  private List<ByteBuffer> taken;
  private List<ByteBuffer> seen;
  private String complaint = "";

  /**
   * @param what for the log: "tokens"
   * @throws BadCredentialsException if the files can't be read or can't be right
   */
  Watched(String what, List<Path> paths, Reader<T> reader) throws BadCredentialsException {
    this.what = what;
    this.paths = List.copyOf(paths);
    this.reader = reader;
    List<byte[]> files = files();
    this.current = reader.read(files);
    this.taken = buffers(files);
    this.seen = taken;
  }

  T current() {
    return current;
  }

  /** Times that changed files were wrong; each change counts once. */
  long failures() {
    return failures.get();
  }

  /** Whether the files say something that could not be taken in. */
  boolean isStale() {
    return stale;
  }

  /** Looks at the files, and takes in what has changed and stayed the same since the last look. */
  void look() {
    try {
      List<byte[]> files = files();
      List<ByteBuffer> found = buffers(files);
      boolean settled = found.equals(seen);
      seen = found;
      if (!settled || found.equals(taken)) {
        if (found.equals(taken)) {
          settled();
        }
        return;
      }
      T made = reader.read(files);
      current = made;
      taken = found;
      settled();
      LOG.info("{} were read anew from {}", what, paths);
    } catch (BadCredentialsException e) {
      failed(e.getMessage());
    }
  }

  private void settled() {
    stale = false;
    complaint = "";
  }

  private void failed(String message) {
    stale = true;
    if (!message.equals(complaint)) {
      complaint = message;
      failures.incrementAndGet();
      LOG.error("{} stay as they were: {}", what, message);
    }
  }

  private List<byte[]> files() throws BadCredentialsException {
    List<byte[]> files = new ArrayList<>();
    for (Path path : paths) {
      try {
        if (Files.size(path) > LARGEST) {
          throw new BadCredentialsException(path + " is far too large");
        }
        files.add(Files.readAllBytes(path));
      } catch (NoSuchFileException e) {
        throw new BadCredentialsException("there is no file " + path);
      } catch (IOException e) {
        throw new BadCredentialsException("cannot read " + path + ": " + e.getMessage());
      }
    }
    return files;
  }

  private static List<ByteBuffer> buffers(List<byte[]> files) {
    return files.stream().map(ByteBuffer::wrap).toList();
  }

  static String text(byte[] file) {
    return new String(file, StandardCharsets.UTF_8);
  }
}
