package aitta.tuning;

import aitta.codec.MalformedException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The bytes of a {@link TuningTable}, which begin with a format byte. */
public final class TuningSerializer extends SerializerWithStringManifest {
  public static final int IDENTIFIER = 7605;
  private static final String TABLE = "tuning-table";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return TABLE;
  }

  @Override
  public byte[] toBinary(Object value) {
    return ((TuningTable) value).toBytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(TABLE)) {
      throw new NotSerializableException("no such value: '" + manifest + "'");
    }
    try {
      return TuningTable.of(bytes);
    } catch (MalformedException e) {
      throw new NotSerializableException("damaged settings: " + e.getMessage());
    }
  }
}
