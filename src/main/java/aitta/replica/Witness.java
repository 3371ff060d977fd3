package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;

/**
 * Of whom a copy that has not caught up can tell all the same whether he has lost anything: of the
 * owner that had the range alone until this copy's node came in.
 *
 * <p>What that owner acknowledged alone, nobody but he ever vouched for. What was acknowledged
 * under the lists since then by a quorum, which is both of them, this copy has acknowledged too,
 * and it has heard in it how far the other was; and it has lost nothing since, or it would be
 * another copy or in another directory. So its word is worth what any owner's is. Without it the
 * two would wait for each other once the old owner has crashed: one to be confirmed, the other to
 * catch up.
 *
 * @param of null for nobody
 * @param upTo version of the newest list that this is known of
 */
record Witness(NodeId of, int upTo) {
  static final Witness NONE = new Witness(null, 0);
  private static final int FORMAT = 1;

  /**
   * What becomes of it when its copy, which is still behind, hears of this list; or with the first
   * list that it hears of.
   */
  Witness under(RangeOwners list, NodeId self) {
    if (list.n() == 1 && !list.isOwner(self)) {
      return new Witness(list.primary(), list.version()); // as a guest, it has acknowledged nothing
    }
    boolean none = of == null || list.version() > upTo + 1; // others may have come and gone
    return none || list.n() != 2 || !list.isOwner(of) || !list.isOwner(self)
        ? NONE
        : new Witness(of, list.version());
  }

  /** Whether the one other owner may be confirmed, or denied, by this copy. */
  boolean vouches(RangeOwners list) {
    return of != null && list.n() == 2 && list.version() == upTo;
  }

  /**
   * Format 1: version byte, the data directory for which this holds, the other owner, up to which
   * list. No row where there is nobody.
   */
  RowChange row(String trust) {
    byte[] row =
        new Output(64)
            .putByte(FORMAT)
            .putString(trust)
            .putString(of == null ? "" : of.value())
            .putVarint(upTo)
            .toBytes();
    return new RowChange(Rows.WITNESS, of == null ? null : row);
  }

  /**
   * @param row null for none
   * @param trust names the data directory that it was found in
   */
  static Witness decode(byte[] row, String trust) {
    if (row == null) {
      return NONE;
    }
    Input in = new Input(row);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("whom a copy can confirm in format " + format);
    }
    boolean here = in.getString().equals(trust);
    String of = in.getString();
    int upTo = (int) in.getVarint();
    in.expectEnd();
    try {
      return here ? new Witness(new NodeId(of), upTo) : NONE;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }
}
