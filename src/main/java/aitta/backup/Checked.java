package aitta.backup;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.zip.CRC32C;

/** Bytes that begin with the version of their format and end with a checksum of all before. */
final class Checked {
  private Checked() {}

  /** What was put, with its checksum. */
  static byte[] seal(Output out) {
    byte[] content = out.toBytes();
    return new Output(content.length + Long.BYTES)
        .putRaw(content)
        .putLong(checksum(content))
        .toBytes();
  }

  /**
   * @param format that this build reads
   * @return behind the version
   * @throws MalformedException if the checksum is wrong, or the format another one
   */
  static Input open(byte[] bytes, int format) {
    int length = Math.max(0, bytes.length - Long.BYTES);
    byte[] content = new Input(bytes, 0, length).getRaw(length);
    if (new Input(bytes, length, bytes.length - length).getLong() != checksum(content)) {
      throw new MalformedException("its checksum is wrong");
    }
    Input in = new Input(content);
    int found = in.getByte();
    if (found != format) {
      throw new MalformedException("it has format " + found + "; this build reads " + format);
    }
    return in;
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
