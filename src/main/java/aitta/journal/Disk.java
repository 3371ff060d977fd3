package aitta.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The few operations on files that the journal needs; tests put a failing disk in their place. */
interface Disk {
  /** Opens for reading alone. */
  Handle read(Path file) throws IOException;

  /** Opens for reading and writing; makes the file if it is not there. */
  Handle write(Path file) throws IOException;

  void rename(Path from, Path to) throws IOException;

  /** Nothing happens if there is no such file. */
  void delete(Path file) throws IOException;

  /** Makes new, renamed and deleted names in {@code dir} survive a loss of power. */
  void forceDirectory(Path dir) throws IOException;

  long usableBytes(Path dir) throws IOException;

  /** An open file. */
  interface Handle extends Closeable {
    /** Fills {@code to} from {@code at} on; returns how much came before the end of the file. */
    int read(ByteBuffer to, long at) throws IOException;

    /** Writes all that remains in {@code from}. */
    void write(ByteBuffer from, long at) throws IOException;

    /** Data is on the disk when this returns, and so is the size of the file. */
    void force() throws IOException;

    void truncate(long bytes) throws IOException;

    long size() throws IOException;
  }
}
