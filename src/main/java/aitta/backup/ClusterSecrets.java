package aitta.backup;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a share has beside the state.
 *
 * <p>As a file, format 1: version byte, number of secrets, each with its length, properties of
 * buckets with their length, CRC-32C of all before.
 *
 * @param secrets behind context tokens, the one that signs first
 * @param buckets their properties, in the format of {@code aitta.bucket}; empty for none
 */
public record ClusterSecrets(List<byte[]> secrets, byte[] buckets) {
  static final String FILE = "cluster";
  private static final int FORMAT = 1;

  public ClusterSecrets {
    secrets = List.copyOf(secrets);
  }

  byte[] encode() {
    Output out = new Output(128 + buckets.length).putByte(FORMAT).putVarint(secrets.size());
    secrets.forEach(out::putBytes);
    return Checked.seal(out.putBytes(buckets));
  }

  static ClusterSecrets read(Path share) throws IOException {
    Path file = share.resolve(FILE);
    try {
      return decode(Files.readAllBytes(file));
    } catch (MalformedException e) {
      throw new BackupDamagedException(file + " is damaged: " + e.getMessage());
    }
  }

  static ClusterSecrets decode(byte[] bytes) {
    Input in = Checked.open(bytes, FORMAT);
    List<byte[]> secrets = new ArrayList<>();
    for (int left = in.getCount(17); left > 0; left--) {
      secrets.add(in.getBytes());
    }
    byte[] buckets = in.getBytes();
    in.expectEnd();
    return new ClusterSecrets(secrets, buckets);
  }
}
