package aitta.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  /** Those that the process was started with. */
  public static Console ofProcess() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    return new Console(
        System.in,
        CheckedOutput.to(out),
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

  /** Why what was printed did not arrive; null if it did. Flushes. */
  public IOException failure() {
    if (!out.checkError()) {
      return null;
    }
    IOException noted = out instanceof CheckedOutput checked ? checked.failure() : null;
    return noted != null ? noted : new IOException("standard output cannot be written");
  }

  /** Whether the output failed because whoever read it has seen enough. */
  public static boolean isLeft(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("Broken pipe");
  }

  /** The output for what is of use as a whole alone: its flush fails where some did not arrive. */
  public OutputStream whole() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        out.write(b);
      }

      @Override
      public void write(byte[] buffer, int from, int length) {
        out.write(buffer, from, length);
      }

      @Override
      public void flush() throws IOException {
        IOException failure = failure();
        if (failure != null) {
          throw failure;
        }
      }
    };
  }
}
