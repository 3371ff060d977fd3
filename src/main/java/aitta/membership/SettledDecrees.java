package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which decreed lists this directory's copies have gone on under: a loss is accepted once for each.
 * A copy that is found damaged or old after that has to catch up like any other.
 */
public final class SettledDecrees {
  private static final int FORMAT = 1;

  private final KeptFile file;

  public SettledDecrees(Path directory) {
    this.file = new KeptFile(directory, "settled-decrees");
  }

  /**
   * Range to version of its decreed list.
   *
   * @throws DataDirectoryException if the file is damaged
   */
  public Map<Integer, Integer> read() throws IOException {
    Optional<byte[]> bytes = file.read();
    if (bytes.isEmpty()) {
      return Map.of();
    }
    try {
      return of(new Input(bytes.get()));
    } catch (MalformedException | ArithmeticException e) {
      throw file.damaged(e);
    }
  }

  private static Map<Integer, Integer> of(Input in) {
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("settled decrees of format " + format);
    }
    Map<Integer, Integer> settled = new HashMap<>();
    for (int left = in.getCount(2); left > 0; left--) {
      settled.put(Math.toIntExact(in.getVarint()), Math.toIntExact(in.getVarint()));
    }
    in.expectEnd();
    return settled;
  }

  public void keep(Map<Integer, Integer> settled) throws IOException {
    Output out = new Output(64).putByte(FORMAT).putVarint(settled.size());
    settled.forEach((range, version) -> out.putVarint(range).putVarint(version));
    file.write(out.toBytes());
  }
}
