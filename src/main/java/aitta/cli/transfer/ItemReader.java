package aitta.cli.transfer;

import java.io.IOException;

/** Reads items from a stream that the caller closes. */
interface ItemReader {
  /**
   * @return null behind the last one
   * @throws IOException also if the next one is none; its message says which and why
   */
  Item read() throws IOException;

  /** Passes over items without looking at them closely. */
  default void skip(long items) throws IOException {
    for (long i = 0; i < items; i++) {
      if (read() == null) {
        throw new IOException("the source ends before the place to go on from; has it changed?");
      }
    }
  }
}
