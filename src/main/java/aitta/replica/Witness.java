package aitta.replica;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;

/**
 * What a copy that has not caught up knows of the list of owners under which it came to be so: from
 * whom alone it may have all, or of whom it can tell that he has lost nothing.
 *
 * <p><em>Beside a lone owner</em> it vouches for him. What that owner acknowledged alone, nobody
 * but he ever vouched for. What was acknowledged under the lists since then by a quorum, which is
 * both of them, this copy has acknowledged too, and it has heard in it how far the other was; and
 * it has lost nothing since, or it would be another copy or in another directory. So its word is
 * worth what any owner's is. Without it the two would wait for each other once the old owner has
 * crashed: one to be confirmed, the other to catch up.
 *
 * <p><em>Under a list that was decreed</em> it bears witness of itself. It had lost nothing; but of
 * what a quorum had acknowledged before, it need have nothing, for the others that are left need
 * not be a quorum. Who was an owner before the last list may still have it. So it is not believed
 * until it has all that any node of the ring has. That it was so far once is kept as long as the
 * list is there, under its own name twice.
 *
 * <p><em>In the place of one of two</em> it may catch up with that one, though he is no owner any
 * more. What a quorum acknowledged before, which was both of the two, he has, too; and of what a
 * quorum acknowledged since, this copy is one half. So it need not wait for the one who stayed, who
 * may wait for it to be confirmed.
 *
 * @param of who was there and stays, or the node itself; null for nobody
 * @param replaced who was there and does not; null for nobody
 * @param upTo version of the newest list that this is known of
 */
record Witness(NodeId of, NodeId replaced, int upTo) {
  static final Witness NONE = new Witness(null, null, 0);
  private static final int FORMAT = 2;

  /**
   * What becomes of it when its copy, which is still behind, hears of this list; or with the first
   * list that it hears of.
   */
  Witness under(RangeOwners list, NodeId self) {
    if (self.equals(of)) {
      return list.version() == upTo ? this : NONE;
    }
    if (list.n() <= 2 && !list.isOwner(self)) { // as a guest, it has acknowledged nothing
      return new Witness(
          list.primary(), list.n() == 1 ? null : list.owners().get(1), list.version());
    }
    boolean none = of == null || list.version() > upTo + 1; // others may have come and gone
    if (none || list.n() != 2 || !list.isOwner(self)) {
      return NONE;
    }
    boolean stays = list.isOwner(of);
    if (replaced == null) {
      return stays ? new Witness(of, null, list.version()) : NONE;
    }
    return new Witness(stays ? of : replaced, stays ? replaced : of, list.version());
  }

  /** Of a copy that had lost nothing when the list was decreed: it is to ask all nodes. */
  static Witness ofDecree(RangeOwners list, NodeId self) {
    return new Witness(self, null, list.version());
  }

  /**
   * Of a copy that has gone on under a list that was decreed: whatever it loses later is another
   * matter.
   */
  static Witness settled(RangeOwners list, NodeId self) {
    return new Witness(self, self, list.version());
  }

  boolean isOfDecree(RangeOwners list, NodeId self) {
    return equals(ofDecree(list, self));
  }

  boolean isSettled(RangeOwners list, NodeId self) {
    return equals(settled(list, self));
  }

  /** Whether it is of a decree, this one or one before, that has not been settled. */
  boolean isOfSomeDecree(NodeId self) {
    return self.equals(of) && replaced == null;
  }

  /** Whether the one other owner may be confirmed, or denied, by this copy. */
  boolean vouches(RangeOwners list, NodeId self) {
    boolean beside = of != null && replaced == null && !self.equals(of);
    return beside && list.n() == 2 && list.version() == upTo;
  }

  /** Who has, beside the owners, all that this copy may lack; null for nobody. */
  NodeId predecessor(RangeOwners list, NodeId self) {
    boolean isOne = list.n() == 2 && list.isOwner(self) && !self.equals(of);
    return isOne && list.version() == upTo ? replaced : null;
  }

  /**
   * Format 2: version byte, the data directory for which this holds, who stays, who does not, up to
   * which list. Format 1 has nobody who does not. No row where there is nobody.
   */
  RowChange row(String trust) {
    byte[] row =
        new Output(64)
            .putByte(FORMAT)
            .putString(trust)
            .putString(of == null ? "" : of.value())
            .putString(replaced == null ? "" : replaced.value())
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
    if (format < 1 || format > FORMAT) {
      throw new MalformedException("whom a copy can confirm in format " + format);
    }
    boolean here = in.getString().equals(trust);
    String of = in.getString();
    String replaced = format == 1 ? "" : in.getString();
    int upTo = (int) in.getVarint();
    in.expectEnd();
    try {
      NodeId other = replaced.isEmpty() ? null : new NodeId(replaced);
      return here ? new Witness(new NodeId(of), other, upTo) : NONE;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }
}
