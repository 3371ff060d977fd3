package aitta.cli.transfer;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/** The forms of files; the names are what a user types, in lower case. */
public enum Format {
  /** A line of JSON for each key. */
  NDJSON {
    @Override
    ItemReader reader(InputStream in) {
      return new NdjsonReader(in);
    }

    @Override
    ItemWriter writer(OutputStream out) {
      return new NdjsonWriter(out);
    }
  },
  /** A tar archive with a file for each value. */
  TAR {
    @Override
    ItemReader reader(InputStream in) {
      return new TarReader(in);
    }

    @Override
    ItemWriter writer(OutputStream out) {
      return new TarWriter(out);
    }
  };

  abstract ItemReader reader(InputStream in);

  abstract ItemWriter writer(OutputStream out);

  /** By the ending of the file's name. */
  public static Format of(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".tar") ? TAR : NDJSON;
  }
}
