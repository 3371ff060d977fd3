package aitta.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three streams of the process. Text is UTF-8 whatever the locale, since values and keys are.
 *
 * @param out not flushed by itself
 * @param isTerminal whether a person looks at {@code err}
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean isTerminal) {
  private static final int BUFFER = 64 * 1024;

  /** Those that the process was started with. */
  public static Console ofProcess() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    return new Console(
        System.in,
        new PrintStream(new BufferedOutputStream(out, BUFFER), false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        isTerminal(Path.of("/proc/self/fd/2")));
  }

  /** The JDK only tells about standard input and output together; Linux tells of each. */
  private static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** Whether nobody reads the output any more, as behind {@code | head}. Flushes. */
  public boolean isClosed() {
    return out.checkError();
  }
}
