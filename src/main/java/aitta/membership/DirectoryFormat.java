package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the smaller files of a data directory hold: format 1, then the content. Pure. */
final class DirectoryFormat {
  private static final int FORMAT = 1;

  /**
   * @param directory incarnation of the directory that wrote them
   */
  record KeptClaims(String directory, Claims claims) {}

  private DirectoryFormat() {}

  static byte[] names(List<String> names) {
    return written(64, out -> writeAll(names, out, out::putString));
  }

  /**
   * @throws MalformedException if these are no names in this format
   */
  static List<String> namesOf(byte[] bytes) {
    return read(bytes, in -> readAll(in, Input::getString));
  }

  static byte[] secrets(List<byte[]> secrets) {
    return written(64, out -> writeAll(secrets, out, out::putBytes));
  }

  /**
   * @throws MalformedException if these are no secrets in this format
   */
  static List<byte[]> secretsOf(byte[] bytes) {
    return read(bytes, in -> readAll(in, Input::getBytes));
  }

  static byte[] claims(KeptClaims kept) {
    return written(
        128,
        out -> {
          out.putString(kept.directory());
          kept.claims().writeTo(out);
        });
  }

  /**
   * @throws MalformedException if these are no claims in this format
   */
  static KeptClaims claimsOf(byte[] bytes) {
    return read(bytes, in -> new KeptClaims(in.getString(), Claims.read(in)));
  }

  private static byte[] written(int about, Consumer<Output> content) {
    Output out = new Output(about).putByte(FORMAT);
    content.accept(out);
    return out.toBytes();
  }

  private static <T> T read(byte[] bytes, Function<Input, T> content) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("this is format " + format + ", and " + FORMAT + " is known");
    }
    T read = content.apply(in);
    in.expectEnd();
    return read;
  }

  private static <T> void writeAll(List<T> all, Output out, Consumer<T> write) {
    out.putVarint(all.size());
    all.forEach(write);
  }

  private static <T> List<T> readAll(Input in, Function<Input, T> read) {
    List<T> all = new ArrayList<>();
    for (int left = in.getCount(1); left > 0; left--) {
      all.add(read.apply(in));
    }
    return all;
  }
}
