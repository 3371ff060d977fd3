package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that is replaced as a whole, and survives a crash at any moment as either the old or
 * the new one: written beside itself, forced to disk, renamed, and the folder forced too.
 *
 * <p>Format 1: {@code AITTA}, a format byte, the file's name, the content's length as a varint, the
 * content, and a CRC-32C over all of it. The name is in it so that a file under a wrong name is
 * noticed. Writers exclude one another by the monitor of this object.
 */
final class KeptFile {
  private static final byte[] MAGIC = "AITTA".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);
  private static final String UNFINISHED = ".new";

  /** What is to be written, which may depend on the file that it is written to. */
  interface Content {
    byte[] of(Path unfinished) throws IOException;
  }

  private final Path folder;
  private final String name;

  KeptFile(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  Path path() {
    return folder.resolve(name);
  }

  /**
   * The content, or nothing if the file was never written.
   *
   * @throws DataDirectoryException if it is damaged, or written by a newer version
   */
  Optional<byte[]> read() throws IOException {
    if (!Files.exists(path())) {
      return Optional.empty();
    }
    try {
      return Optional.of(content(bytes()));
    } catch (MalformedException e) {
      throw damaged(e);
    }
  }

  private byte[] bytes() throws IOException {
    try {
      return Files.readAllBytes(path());
    } catch (IOException e) { // not every one names the file
      throw new IOException(path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What to say when the content of this file makes no sense although its checksum is right. */
  DataDirectoryException damaged(RuntimeException cause) {
    return new DataDirectoryException(
        path()
            + " is damaged ("
            + cause.getMessage()
            + "); restore the data directory from a backup, or move it away as a whole and start"
            + " the node with an empty one, which its peers then fill",
        cause);
  }

  void write(byte[] content) throws IOException {
    write(unfinished -> content);
  }

  /**
   * Writes what {@code content} makes of the new file, which exists by then and is renamed after.
   */
  synchronized void write(Content content) throws IOException {
    Path unfinished = folder.resolve(name + UNFINISHED);
    try (FileChannel file =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(enveloped(content.of(unfinished)));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(
        unfinished, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folder);
  }

  /** Out of the way under another name, as if it had never been written; the log tells why. */
  synchronized void setAside(DataDirectoryException why) throws IOException {
    Path aside = folder.resolve(name + ".damaged");
    LOG.error("{}; going on without it, and keeping it as {}", why.getMessage(), aside);
    Files.move(path(), aside, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folder);
  }

  synchronized void delete() throws IOException {
    if (Files.deleteIfExists(path())) {
      forceFolder(folder);
    }
  }

  /** A rename or a new file is on disk only once the folder that names it is. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private byte[] enveloped(byte[] content) {
    Output out = new Output(content.length + name.length() + 32);
    out.putRaw(MAGIC).putByte(FORMAT).putString(name).putBytes(content);
    byte[] checked = out.toBytes();
    return new Output(checked.length + 8).putRaw(checked).putLong(checksum(checked)).toBytes();
  }

  private byte[] content(byte[] bytes) throws DataDirectoryException {
    if (bytes.length < MAGIC.length + 1 + Long.BYTES) {
      throw new MalformedException("only " + bytes.length + " bytes");
    }
    Input in = new Input(bytes, 0, bytes.length - Long.BYTES);
    if (!new String(in.getRaw(MAGIC.length), StandardCharsets.US_ASCII).equals("AITTA")) {
      throw new MalformedException("no file of this program");
    }
    int format = in.getByte();
    if (format > FORMAT) {
      throw new DataDirectoryException(
          path()
              + " has format "
              + format
              + ", and this version knows formats up to "
              + FORMAT
              + "; start the version that wrote it, or a newer one");
    }
    byte[] checked = Arrays.copyOf(bytes, bytes.length - Long.BYTES);
    if (new Input(bytes, checked.length, Long.BYTES).getLong() != checksum(checked)) {
      throw new MalformedException("its checksum is wrong");
    }
    String written = in.getString();
    if (!written.equals(name)) {
      throw new MalformedException("it was written as " + written);
    }
    byte[] content = in.getBytes();
    in.expectEnd();
    return content;
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
