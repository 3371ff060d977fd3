package aitta.cli.transfer;

import aitta.api.KeyText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A file for each value, named by its percent-encoded key, so that any tar can unpack it and no key
 * leads out of the folder. What else is known of a value stands in headers of the PAX form.
 */
final class TarWriter implements ItemWriter {
  static final String KEY = "AITTA.key";
  static final String TYPE = "AITTA.contentType";
  static final String ENCODING = "AITTA.contentEncoding";
  static final String EXPIRES = "AITTA.expires";
  static final String SIBLINGS = "AITTA.siblings";

  /** Never part of a percent-encoded name. */
  private static final char MARK = '#';

  private final OutputStream under;
  private final TarArchiveOutputStream out;

  TarWriter(OutputStream out) {
    this.under = out;
    this.out = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  @Override
  public void write(Item item) throws IOException {
    int count = item.copies().size();
    for (int i = 0; i < count; i++) {
      Item.Copy copy = item.copies().get(i);
      TarArchiveEntry entry =
          new TarArchiveEntry(count == 1 ? item.name() : item.name() + MARK + (i + 1));
      entry.setSize(copy.value().bytes().length);
      entry.setModTime(0L); // the same content makes the same archive
      entry.addPaxHeader(KEY, KeyText.encode(item.key()));
      entry.addPaxHeader(TYPE, copy.value().contentType());
      if (copy.value().contentEncoding() != null) {
        entry.addPaxHeader(ENCODING, copy.value().contentEncoding());
      }
      if (copy.expires() != null) {
        entry.addPaxHeader(EXPIRES, copy.expires().toString());
      }
      if (count > 1) {
        entry.addPaxHeader(SIBLINGS, Integer.toString(count));
      }
      out.putArchiveEntry(entry);
      out.write(copy.value().bytes());
      out.closeArchiveEntry();
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
    under.flush(); // the archive's own flush stops at its blocks
  }

  @Override
  public void finish() throws IOException {
    out.finish();
    flush();
  }
}
