package aitta.cli.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a file of any size. */
final class LogTail {
  private static final int MAX_BYTES = 16 * 1024;

  private LogTail() {}

  /** Up to {@code count} lines, fewer if they have more than 16 KiB together. */
  static List<String> of(Path file, int count) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long skipped = Math.max(0, channel.size() - MAX_BYTES);
      channel.position(skipped);
      ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A read may give less than was asked for.
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      // The first line may have lost its beginning.
      List<String> lines = text.lines().skip(skipped > 0 ? 1 : 0).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }
}
