package aitta.backup;

import aitta.api.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a node's share in a backup consists of. Written last: a share without it is not complete.
 *
 * <p>As a file: the JSON in one line, then a line {@code crc32c} and the checksum of the first.
 *
 * @param format of the share as a whole
 * @param cluster its name
 * @param ring id of its ring
 * @param node whose share it is
 * @param started RFC 3339
 * @param members of the ring
 * @param missing members that have no share, as far as was known when this one was completed
 * @param files all files but this one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int format,
    String name,
    String cluster,
    String ring,
    String node,
    int ranges,
    int replicas,
    String started,
    List<String> members,
    List<String> missing,
    List<SavedFile> files) {
  public static final String FILE = "backup.json";
  public static final int FORMAT = 1;
  private static final String CHECKSUM = "crc32c ";
  private static final ObjectReader READER =
      Json.MAPPER
          .readerFor(Manifest.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * @param path below the share's folder
   */
  public record SavedFile(String path, long bytes) {}

  public Manifest {
    members = List.copyOf(members);
    missing = List.copyOf(missing);
    files = List.copyOf(files);
  }

  public long bytes() {
    return files.stream().mapToLong(SavedFile::bytes).sum();
  }

  byte[] encode() {
    String json = new String(Json.bytes(this), StandardCharsets.UTF_8);
    return (json + "\n" + CHECKSUM + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws BackupDamagedException if it is missing, damaged, or of a later format
   */
  public static Manifest read(Path share) throws IOException {
    Path file = share.resolve(FILE);
    if (!Files.exists(file)) {
      throw new BackupDamagedException(
          share + " is no complete share of a backup: there is no " + FILE + " in it");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", -1);
    if (lines.length != 3
        || !lines[1].equals(CHECKSUM + checksum(lines[0]))
        || !lines[2].isEmpty()) {
      throw new BackupDamagedException(file + " is damaged: its checksum is wrong");
    }
    Manifest manifest;
    try {
      manifest = READER.readValue(lines[0]);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new BackupDamagedException(file + " is damaged: " + e.getMessage());
    }
    if (manifest.format() != FORMAT) {
      throw new BackupDamagedException(
          file + " has format " + manifest.format() + "; this build reads " + FORMAT);
    }
    return manifest;
  }

  private static String checksum(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  /**
   * Finds out whether all files are there in their length.
   *
   * @throws BackupDamagedException names the first one that is not
   */
  void checkFiles(Path share) throws IOException {
    for (SavedFile file : files) {
      Path path = share.resolve(file.path());
      if (!Files.isRegularFile(path)) {
        throw new BackupDamagedException(path + " is missing");
      }
      if (Files.size(path) != file.bytes()) {
        throw new BackupDamagedException(
            path + " is damaged: it has " + Files.size(path) + " bytes, and had " + file.bytes());
      }
    }
  }
}
