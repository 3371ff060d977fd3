package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of different requests that were to leave for the same node at the same time. They are
 * read one by one, where they arrive, so that one that cannot be read does not take the others with
 * it.
 *
 * <p>Format 1: version byte, number of messages, each message with its length.
 *
 * @param messages each as {@link PeerFormat} writes it
 */
public record Bundle(List<byte[]> messages) implements Parcel {
  private static final int FORMAT = 1;
  private static final int LENGTH_BYTES = 5; // at most

  public byte[] encode() {
    int size = 1 + LENGTH_BYTES;
    for (byte[] message : messages) {
      size += LENGTH_BYTES + message.length;
    }
    Output out = new Output(size).putByte(FORMAT).putVarint(messages.size());
    messages.forEach(out::putBytes);
    return out.toBytes();
  }

  /**
   * @throws MalformedException unless the bytes are exactly one bundle
   */
  public static Bundle decode(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("messages bundled in format " + format);
    }
    int count = in.getCount(1);
    List<byte[]> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(in.getBytes());
    }
    in.expectEnd();
    return new Bundle(messages);
  }
}
