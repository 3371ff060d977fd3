package aitta.cli.transfer;

import aitta.api.KeyText;
import aitta.client.Value;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads what {@link TarWriter} writes, and any other tar archive: there the key is the file's name
 * as it stands.
 */
final class TarReader implements ItemReader {
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final int MOST_SIBLINGS = 1000;
  private static final int BUFFER = 64 * 1024;

  private final Tail tail;
  private final TarArchiveInputStream in;

  TarReader(InputStream in) {
    this.tail = new Tail(new BufferedInputStream(in, BUFFER));
    this.in = new TarArchiveInputStream(tail, StandardCharsets.UTF_8.name());
  }

  @Override
  public Item read() throws IOException {
    TarArchiveEntry entry = next();
    if (entry == null) {
      return null;
    }
    try {
      byte[] key = key(entry);
      List<Item.Copy> copies = new ArrayList<>();
      int count = siblings(entry);
      copies.add(copy(entry));
      while (copies.size() < count) {
        TarArchiveEntry sibling = next();
        if (sibling == null || !Arrays.equals(key, key(sibling))) {
          throw new IllegalArgumentException("siblings of it are missing");
        }
        copies.add(copy(sibling));
      }
      return new Item(key, copies);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(entry.getName() + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The next file; folders, links and the like are no values. */
  private TarArchiveEntry next() throws IOException {
    TarArchiveEntry entry = in.getNextEntry();
    while (entry != null && !entry.isFile()) {
      entry = in.getNextEntry();
    }
    if (entry == null && !tail.isComplete()) {
      throw new IOException("the archive has no end; it was cut off");
    }
    return entry;
  }

  private static byte[] key(TarArchiveEntry entry) {
    String encoded = entry.getExtraPaxHeader(TarWriter.KEY);
    return encoded == null
        ? entry.getName().getBytes(StandardCharsets.UTF_8)
        : KeyText.decode(encoded);
  }

  private static int siblings(TarArchiveEntry entry) {
    String count = entry.getExtraPaxHeader(TarWriter.SIBLINGS);
    int siblings = count == null ? 1 : Integer.parseInt(count);
    if (siblings < 1 || siblings > MOST_SIBLINGS) {
      throw new IllegalArgumentException("it cannot have " + siblings + " siblings");
    }
    return siblings;
  }

  private Item.Copy copy(TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > LARGEST) {
      throw new IllegalArgumentException(
          "it has " + entry.getSize() + " bytes; a value has at most 16 MiB");
    }
    byte[] bytes = in.readNBytes((int) entry.getSize());
    if (bytes.length < entry.getSize()) {
      throw new IllegalArgumentException("the archive ends within it");
    }
    String type = entry.getExtraPaxHeader(TarWriter.TYPE);
    String expires = entry.getExtraPaxHeader(TarWriter.EXPIRES);
    Value value =
        new Value(
            bytes,
            type == null ? Value.OCTET_STREAM : type,
            entry.getExtraPaxHeader(TarWriter.ENCODING));
    return new Item.Copy(value, expires == null ? null : Instant.parse(expires));
  }

  /** Watches for the two empty records that end an archive, which the library does without. */
  private static final class Tail extends FilterInputStream {
    private static final int EMPTY_RECORDS = 2 * 512;

    private long zeros;

    Tail(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      zeros = b == 0 ? zeros + 1 : b > 0 ? 0 : zeros;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      int trailing = 0;
      while (trailing < read && buffer[from + read - 1 - trailing] == 0) {
        trailing++;
      }
      zeros = trailing < read ? trailing : zeros + trailing;
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      byte[] buffer = new byte[(int) Math.min(bytes, BUFFER)];
      return Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
      return false; // else the library would look ahead past this count
    }

    boolean isComplete() throws IOException {
      byte[] rest = new byte[BUFFER];
      while (read(rest, 0, rest.length) >= 0) {
        // padding
      }
      return zeros >= EMPTY_RECORDS;
    }
  }
}
