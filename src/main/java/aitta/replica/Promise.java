package aitta.replica;

import aitta.codec.Input;
import aitta.codec.Output;

/**
 * A copy's word to take no conditional write below a ballot.
 *
 * @param ballot 0 for none yet
 * @param token of the start of a first owner that it was given to
 */
public record Promise(long ballot, long token) {
  public static final Promise NONE = new Promise(0, 0);

  /**
   * Whether it may be given to this claim now. Of two starts that claim with one ballot, as a first
   * owner does that has lost count of its starts, only one gets it: it numbers writes with it.
   */
  boolean allows(long claimed, long claimant) {
    return claimed > ballot || claimed == ballot && claimant == token;
  }

  byte[] encode() {
    return new Output(18).putVarint(ballot).putLong(token).toBytes();
  }

  /** {@link #NONE} where there is no such row. */
  static Promise decode(byte[] row) {
    if (row == null) {
      return NONE;
    }
    Input in = new Input(row);
    Promise promise = new Promise(in.getVarint(), in.getLong());
    in.expectEnd();
    return promise;
  }
}
