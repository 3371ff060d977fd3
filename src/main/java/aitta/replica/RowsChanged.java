package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.storage.RowChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The event of a {@link RowLog}: rows as they are from now on.
 *
 * <p>Format 1: version byte, note with its length, number of rows; each row's name with its length,
 * then one more than the length of its value and the value, or 0 for a row that is gone.
 *
 * @param note of the table's owner, kept with its mark
 */
public record RowsChanged(List<RowChange> changes, byte[] note) {
  private static final int FORMAT = 1;

  public RowsChanged {
    changes = List.copyOf(changes);
  }

  public byte[] encode() {
    long size = 32L + note.length;
    for (RowChange change : changes) {
      size += 12L + change.row().length + (change.value() == null ? 0 : change.value().length);
    }
    Output out = new Output(Math.toIntExact(size));
    out.putByte(FORMAT).putBytes(note).putVarint(changes.size());
    for (RowChange change : changes) {
      out.putBytes(change.row());
      if (change.value() == null) {
        out.putVarint(0);
      } else {
        out.putVarint(change.value().length + 1L).putRaw(change.value());
      }
    }
    return out.toBytes();
  }

  /**
   * @throws MalformedException unless the bytes are exactly one event
   */
  public static RowsChanged decode(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("an event in format " + format + "; this build reads " + FORMAT);
    }
    byte[] note = in.getBytes();
    int count = in.getCount(2);
    List<RowChange> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] row = in.getBytes();
      long length = in.getVarint();
      if (length < 0 || length > in.remaining() + 1L) {
        throw new MalformedException(
            "a value of " + length + " bytes, " + in.remaining() + " left");
      }
      if (row.length < 1 || row.length > RowChange.MAX_ROW_BYTES) {
        throw new MalformedException("a row whose name has " + row.length + " bytes");
      }
      changes.add(new RowChange(row, length == 0 ? null : in.getRaw((int) length - 1)));
    }
    in.expectEnd();
    return new RowsChanged(changes, note);
  }
}
