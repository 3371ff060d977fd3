package aitta.cli.transfer;

import aitta.api.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * How far a transfer had come, in a file beside its own.
 *
 * @param verb {@code import} or {@code export}
 * @param prefix of the keys exported, percent-encoded; null for all
 * @param items that are done, counted from the first
 * @param bytes of an export: length of the file behind the last of them; of an import: length of
 *     the whole file, by which a changed one is noticed
 * @param last of an export: the last key, percent-encoded
 */
public record Checkpoint(
    String verb, String bucket, Format format, String prefix, long items, long bytes, String last) {

  /**
   * @return null if there is none
   * @throws IOException if what is there is none
   */
  public static Checkpoint read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file), Checkpoint.class);
    } catch (IOException e) {
      throw new IOException(file + " is no checkpoint; --restart begins anew", e);
    }
  }

  /** In one step: a crash leaves the old one or the new one. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, Json.bytes(this));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether this is of the same transfer as {@code other}. */
  boolean isOf(Checkpoint other) {
    return verb.equals(other.verb)
        && bucket.equals(other.bucket)
        && format == other.format
        && Objects.equals(prefix, other.prefix);
  }
}
