package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that says whether a data directory is in use, and since which boot of the machine, so that
 * a start can tell whether the machine stopped under it: then what was acknowledged and not yet
 * forced to disk is lost, under {@code periodic} up to the last second. The end of a process loses
 * nothing that the operating system has.
 *
 * <p>Safe for use by several threads.
 */
public final class RunMark {
  private static final int FORMAT = 1;
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** How the directory was left. */
  private enum Left {
    CLOSED,
    /** All that was acknowledged had been forced. */
    FORCED,
    /** The last of it had not. */
    UNFORCED
  }

  private record Mark(Left left, String boot) {
    private byte[] toBytes() {
      return new Output(64).putByte(FORMAT).putByte(left.ordinal()).putString(boot).toBytes();
    }

    private static Mark of(byte[] bytes) {
      Input in = new Input(bytes);
      int format = in.getByte();
      int left = in.getByte();
      if (format != FORMAT || left >= Left.values().length) {
        throw new MalformedException("mark of format " + format + ", left as " + left);
      }
      Mark mark = new Mark(Left.values()[left], in.getString());
      in.expectEnd();
      return mark;
    }
  }

  private final KeptFile file;
  private final String boot;
  private final boolean periodic;
  private boolean suspect;

  /**
   * @param boot names the time since the machine was started; empty where nobody knows
   */
  private RunMark(KeptFile file, String boot, boolean periodic) {
    this.file = file;
    this.boot = boot;
    this.periodic = periodic;
  }

  /**
   * Looks at how the directory was left, and marks it as in use.
   *
   * @param periodic whether writes are acknowledged from now on before they are forced
   */
  public static RunMark begin(DataDirectory directory, boolean periodic) throws IOException {
    return begin(directory.path(), directory.hasMadeRanges(), boot(), periodic);
  }

  static RunMark begin(Path folder, boolean holdsData, String boot, boolean periodic)
      throws IOException {
    RunMark mark = new RunMark(new KeptFile(folder, "running"), boot, periodic);
    mark.suspect = holdsData && mark.mayHaveLost();
    mark.write(periodic ? Left.UNFORCED : Left.FORCED);
    return mark;
  }

  /** The one in use names its boot; unknown on systems that keep it elsewhere, or not at all. */
  private static String boot() {
    try {
      return Files.readString(BOOT, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** A mark that is missing or damaged tells nothing good. */
  private boolean mayHaveLost() throws IOException {
    try {
      Optional<byte[]> bytes = file.read();
      if (bytes.isEmpty()) {
        return true;
      }
      Mark left = Mark.of(bytes.get());
      return left.left() == Left.UNFORCED && (boot.isEmpty() || !left.boot().equals(boot));
    } catch (DataDirectoryException e) {
      file.setAside(e);
      return true;
    } catch (MalformedException e) {
      file.setAside(file.damaged(e));
      return true;
    }
  }

  /**
   * Whether the machine may have stopped before all was forced that had been acknowledged, and it
   * is not yet known whether something was.
   */
  public synchronized boolean isSuspect() {
    return suspect;
  }

  /** Nothing that others know of is missing. */
  public synchronized void clear() throws IOException {
    if (suspect) {
      suspect = false;
      write(periodic ? Left.UNFORCED : Left.FORCED);
    }
  }

  /** All is on disk now. */
  public synchronized void close() throws IOException {
    write(Left.CLOSED);
  }

  /** What is suspect stays so over any number of starts. */
  private void write(Left left) throws IOException {
    Mark mark = suspect ? new Mark(Left.UNFORCED, "") : new Mark(left, boot);
    file.write(mark.toBytes());
  }
}
