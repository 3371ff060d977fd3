package aitta.hint;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.replica.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** For whom, and which key: the name of a hint's row. Hints of one target lie together. */
record HintId(NodeId target, Key key) {
  /** Length of the target's name in one byte, the name, then the key's row. */
  byte[] row() {
    byte[] prefix = prefix(target);
    byte[] rest = Rows.of(key);
    byte[] row = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, row, prefix.length, rest.length);
    return row;
  }

  /** What all rows of a target begin with. */
  static byte[] prefix(NodeId target) {
    byte[] name = target.value().getBytes(StandardCharsets.US_ASCII);
    byte[] prefix = new byte[name.length + 1];
    prefix[0] = (byte) name.length;
    System.arraycopy(name, 0, prefix, 1, name.length);
    return prefix;
  }

  static HintId ofRow(byte[] row) {
    int end = 1 + row[0];
    NodeId target = new NodeId(new String(row, 1, row[0], StandardCharsets.US_ASCII));
    return new HintId(target, Rows.keyOf(Arrays.copyOfRange(row, end, row.length)));
  }
}
