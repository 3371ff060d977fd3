package aitta.peer;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.model.NodeId;

/**
 * A range on its way to the node that says so.
 *
 * @param from null where it is put together from several owners
 * @param etaSeconds -1 while it cannot be told
 */
public record Transfer(
    int range, NodeId from, long bytesDone, long bytesTotal, long bytesPerSecond, long etaSeconds) {
  /** Upper bound of one as bytes. */
  static final int MOST_BYTES = 128;

  void writeTo(Output out) {
    out.putVarint(range)
        .putString(from == null ? "" : from.value())
        .putVarint(bytesDone)
        .putVarint(bytesTotal)
        .putVarint(bytesPerSecond)
        .putVarint(etaSeconds + 1);
  }

  static Transfer read(Input in) {
    int range = (int) in.getVarint();
    String from = in.getString();
    return new Transfer(
        range,
        from.isEmpty() ? null : new NodeId(from),
        in.getVarint(),
        in.getVarint(),
        in.getVarint(),
        in.getVarint() - 1);
  }
}
