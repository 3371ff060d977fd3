package aitta.cli.transfer;

import java.io.IOException;

/** Writes items to a stream that the caller closes. */
interface ItemWriter {
  void write(Item item) throws IOException;

  /** Gives all that was written on to the stream, up to the end of an item. */
  void flush() throws IOException;

  /** Writes what comes behind the last item. */
  void finish() throws IOException;
}
