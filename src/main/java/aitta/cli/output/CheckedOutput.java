package aitta.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output that remembers why it could not be written; of itself it only knows that. */
public final class CheckedOutput extends PrintStream {
  private static final int BUFFER = 64 * 1024;

  private final Noting noting;

  private CheckedOutput(Noting noting) {
    super(new BufferedOutputStream(noting, BUFFER), false, StandardCharsets.UTF_8);
    this.noting = noting;
  }

  /** Not flushed by itself. */
  public static CheckedOutput to(OutputStream out) {
    return new CheckedOutput(new Noting(out));
  }

  /** The first failure; null if there was none. */
  IOException failure() {
    return noting.failure;
  }

  private static final class Noting extends OutputStream {
    private final OutputStream out;
    private volatile IOException failure;

    Noting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      try {
        out.write(buffer, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
