package aitta.cli.transfer;

import aitta.cli.output.ProgressBar;
import aitta.client.AittaClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An import as a user asks for it: from a file or a stream, with a checkpoint. */
public final class Import {
  private static final long NOTE_NANOS = Duration.ofSeconds(1).toNanos();

  private final AittaClient client;
  private final String bucket;
  private final Format format;
  private final boolean verifies;
  private final Comparison comparison;
  private final ProgressBar bar;
  private long items;
  private long expired;
  private long notedAt = System.nanoTime();

  /**
   * @param verifies reads back what was written
   */
  public Import(
      AittaClient client, String bucket, Format format, boolean verifies, ProgressBar bar) {
    this.client = client;
    this.bucket = bucket;
    this.format = format;
    this.verifies = verifies;
    this.comparison = new Comparison(client, bucket);
    this.bar = bar;
  }

  public long items() {
    return items;
  }

  public long expired() {
    return expired;
  }

  public long different() {
    return comparison.different();
  }

  /** The first keys that differ. */
  public List<String> shown() {
    return comparison.shown();
  }

  /** Writes nothing; only compares. */
  public void compare(Path file, InputStream standard) throws IOException {
    long total = file == null ? 0 : Files.size(file);
    try (Counted in = new Counted(file == null ? standard : Files.newInputStream(file))) {
      comparison.run(
          format.reader(in),
          count -> {
            items = count;
            bar.at(count, in.count, total);
          });
    } catch (IOException | RuntimeException e) {
      bar.breakOff();
      throw e;
    }
    bar.end(items);
  }

  /**
   * @param file null for standard input
   * @param note where the checkpoint is; null for none
   * @param restart begins anew whatever is noted
   * @return null, or why it was not begun
   */
  public String from(Path file, InputStream standard, Path note, boolean restart)
      throws IOException {
    long total = file == null ? 0 : Files.size(file);
    Checkpoint fresh = checkpoint(0, total);
    Checkpoint earlier = restart || note == null ? null : Checkpoint.read(note);
    if (earlier != null && (!earlier.isOf(fresh) || earlier.bytes() != total)) {
      return note + " is of another import, or its file has changed; --restart begins anew";
    }
    try (Counted in = new Counted(file == null ? standard : Files.newInputStream(file))) {
      ItemReader reader = format.reader(in);
      Importer importer =
          new Importer(
              client,
              bucket,
              verifies ? comparison : null,
              count -> {
                items = count;
                bar.at(count, in.count, total);
                if (note != null && System.nanoTime() - notedAt >= NOTE_NANOS) {
                  checkpoint(count, total).write(note);
                  notedAt = System.nanoTime();
                }
              });
      if (earlier != null) {
        reader.skip(earlier.items());
        items = earlier.items();
        importer.startAt(items);
        bar.startAt(items);
      }
      run(importer, reader, note, total);
    }
    if (note != null) {
      Files.deleteIfExists(note);
    }
    return null;
  }

  private void run(Importer importer, ItemReader reader, Path note, long total) throws IOException {
    try {
      importer.run(reader);
    } catch (IOException | RuntimeException e) {
      bar.breakOff();
      if (note != null) {
        checkpoint(items, total).write(note);
      }
      throw e;
    }
    items = importer.items();
    expired = importer.expired();
    bar.end(items);
  }

  private Checkpoint checkpoint(long count, long total) {
    return new Checkpoint("import", bucket, format, null, count, total, null);
  }

  /** Counts the bytes that were read. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
