package aitta.cli.transfer;

import aitta.api.KeyText;
import aitta.cli.output.ProgressBar;
import aitta.client.AittaClient;
import aitta.client.ListOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** An export as a user asks for it: to a file with a checkpoint, or to a stream. */
public final class Export {
  private static final long NOTE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int BUFFER = 64 * 1024;

  /** What takes longer than this is worth counting, to tell how long it will take. */
  private static final Duration COUNTED_AFTER = Duration.ofSeconds(3);

  private final AittaClient client;
  private final String bucket;
  private final Format format;
  private final byte[] prefix;
  private final ProgressBar bar;
  private final long countAtNanos;
  private Checkpoint done;
  private KeyCount counting;
  private long before; // items of earlier runs
  private byte[] start; // behind which this run begins
  private long items;
  private long notedAt = System.nanoTime() - NOTE_NANOS; // the first batch is noted at once

  /**
   * @param prefix null for all keys
   */
  public Export(AittaClient client, String bucket, Format format, byte[] prefix, ProgressBar bar) {
    this(client, bucket, format, prefix, bar, COUNTED_AFTER);
  }

  Export(
      AittaClient client,
      String bucket,
      Format format,
      byte[] prefix,
      ProgressBar bar,
      Duration countedAfter) {
    this.countAtNanos = System.nanoTime() + countedAfter.toNanos();
    this.client = client;
    this.bucket = bucket;
    this.format = format;
    this.prefix = prefix;
    this.bar = bar;
  }

  public long items() {
    return items;
  }

  /** To a stream, which stays open. */
  public void to(OutputStream out) throws IOException {
    ItemWriter writer = format.writer(out);
    Exporter exporter = new Exporter(client, bucket, (count, last) -> tell(count));
    run(exporter, null, writer);
    writer.finish();
  }

  /**
   * To a file, going on with what an earlier run left.
   *
   * @param note where the checkpoint is
   * @param restart begins anew instead
   * @return null, or why it was not begun
   */
  public String to(Path file, Path note, boolean restart) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "there is no folder " + folder;
    }
    Checkpoint fresh = checkpoint(0, 0, null);
    Checkpoint earlier = restart ? null : Checkpoint.read(note);
    if (earlier == null && !restart && Files.exists(file)) {
      return file + " is there already; --restart writes it anew";
    }
    if (earlier != null
        && (!earlier.isOf(fresh) || !Files.exists(file) || Files.size(file) < earlier.bytes())) {
      return note + " is of another export, or its file has changed; --restart begins anew";
    }
    long length = earlier == null ? 0 : earlier.bytes();
    done = earlier == null ? fresh : earlier;
    done.write(note);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
      channel.truncate(length).position(length);
      ItemWriter writer = format.writer(out);
      Exporter exporter =
          new Exporter(client, bucket, (count, last) -> note(note, channel, count, last));
      exporter.startAt(done.items());
      bar.startAt(done.items());
      before = done.items();
      try {
        run(exporter, done.last() == null ? null : KeyText.decode(done.last()), writer);
      } catch (IOException | RuntimeException e) {
        channel.force(true);
        done.write(note);
        throw e;
      }
      writer.finish();
      channel.force(true);
    }
    Files.deleteIfExists(note);
    return null;
  }

  private void tell(long count) {
    items = count;
    if (counting == null && System.nanoTime() - countAtNanos >= 0) {
      ListOptions options = ListOptions.DEFAULT.prefix(prefix).after(start);
      counting = KeyCount.begin(client, bucket, options);
    }
    long total = counting == null ? 0 : counting.total();
    bar.at(count, Math.min(count - before, total), total);
  }

  /** What is noted is on the disk. */
  private void note(Path note, FileChannel channel, long count, String last) throws IOException {
    tell(count);
    done = checkpoint(count, channel.position(), last);
    if (System.nanoTime() - notedAt >= NOTE_NANOS) {
      channel.force(true);
      done.write(note);
      notedAt = System.nanoTime();
    }
  }

  private void run(Exporter exporter, byte[] after, ItemWriter writer) throws IOException {
    start = after;
    try {
      exporter.run(prefix, after, writer);
    } catch (IOException | RuntimeException e) {
      bar.breakOff();
      throw e;
    } finally {
      if (counting != null) {
        counting.close();
      }
    }
    items = exporter.items();
    bar.end(items);
  }

  private Checkpoint checkpoint(long count, long length, String last) {
    String begin = prefix == null ? null : KeyText.encode(prefix);
    return new Checkpoint("export", bucket, format, begin, count, length, last);
  }
}
