package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.config.HostPort;
import aitta.model.NodeId;

/**
 * One Pekko member as one node sees it.
 *
 * @param uid tells actor systems apart that had the same address one after another
 * @param age order in which members came up, lower is older; {@link Integer#MAX_VALUE} before that
 */
public record Sight(
    Facts facts, HostPort at, long uid, Standing standing, int age, boolean reachable) {

  public NodeId node() {
    return facts.node();
  }

  /** Whether both are the same actor system. */
  public boolean isSameSystem(HostPort address, long otherUid) {
    return uid == otherUid && at.equals(address);
  }

  void writeTo(Output out) {
    facts.writeTo(out);
    out.putString(at.toString())
        .putLong(uid)
        .putByte(standing.ordinal())
        .putVarint(age)
        .putByte(reachable ? 1 : 0);
  }

  static Sight read(Input in) {
    Facts facts = Facts.read(in);
    HostPort at = HostPort.parse(in.getString());
    long uid = in.getLong();
    int standing = in.getByte();
    if (standing >= Standing.values().length) {
      throw new MalformedException("standing " + standing);
    }
    int age = Math.toIntExact(in.getVarint());
    return new Sight(facts, at, uid, Standing.values()[standing], age, in.getByte() == 1);
  }
}
