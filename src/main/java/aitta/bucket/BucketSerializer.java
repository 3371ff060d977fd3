package aitta.bucket;

import aitta.codec.MalformedException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The bytes of a {@link BucketTable}, which begin with a format byte. */
public final class BucketSerializer extends SerializerWithStringManifest {
  public static final int IDENTIFIER = 7602;
  private static final String TABLE = "bucket-table";

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
    return ((BucketTable) value).toBytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(TABLE)) {
      throw new NotSerializableException("no such value: '" + manifest + "'");
    }
    try {
      return BucketTable.of(bytes);
    } catch (MalformedException e) {
      throw new NotSerializableException("damaged bucket properties: " + e.getMessage());
    }
  }
}
