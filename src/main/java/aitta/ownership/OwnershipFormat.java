package aitta.ownership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.ArrayList;
import java.util.List;

/**
 * What is agreed about owners as bytes, on disk and between nodes. A list: range, version, number
 * of owners as varints, then each as text. A proposal: round as varint, proposer as text. What may
 * be missing has a byte before it, 0 for missing.
 */
public final class OwnershipFormat {
  private static final int FORMAT = 1;

  private OwnershipFormat() {}

  /** Of the row that an owner keeps: a format byte, then list, promised, accepted. */
  public static byte[] encode(Acceptor acceptor) {
    Output out = new Output(256).putByte(FORMAT);
    write(acceptor.list(), out);
    write(acceptor.pledge(), out);
    return out.toBytes();
  }

  /**
   * @throws MalformedException unless the bytes are exactly what {@link #encode} makes
   */
  public static Acceptor decode(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException(
          "what was agreed about owners, in format " + format + "; this build reads " + FORMAT);
    }
    try {
      RangeOwners list = readList(in);
      Pledge pledge = readPledge(in);
      Acceptor acceptor = new Acceptor(list, pledge.promised(), pledge.accepted());
      in.expectEnd();
      return acceptor;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }

  public static void write(RangeOwners list, Output out) {
    out.putVarint(list.range()).putVarint(list.version()).putVarint(list.n());
    list.owners().forEach(owner -> out.putString(owner.value()));
  }

  public static RangeOwners readList(Input in) {
    int range = intOf(in);
    int version = intOf(in);
    int n = in.getCount(2);
    List<NodeId> owners = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      owners.add(new NodeId(in.getString()));
    }
    return new RangeOwners(range, version, owners);
  }

  private static int intOf(Input in) {
    long value = in.getVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("a number of " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  public static void write(Pledge pledge, Output out) {
    out.putByte(pledge.promised() == null ? 0 : 1);
    if (pledge.promised() != null) {
      write(pledge.promised(), out);
    }
    writeAccepted(pledge.accepted(), out);
  }

  public static Pledge readPledge(Input in) {
    Proposal promised = in.getByte() == 0 ? null : readProposal(in);
    return new Pledge(promised, readAccepted(in));
  }

  public static void write(Proposal proposal, Output out) {
    out.putVarint(proposal.round()).putString(proposal.proposer().value());
  }

  public static Proposal readProposal(Input in) {
    return new Proposal(in.getVarint(), new NodeId(in.getString()));
  }

  /**
   * @param accepted null for none
   */
  public static void writeAccepted(Accepted accepted, Output out) {
    out.putByte(accepted == null ? 0 : 1);
    if (accepted != null) {
      write(accepted.proposal(), out);
      write(accepted.next(), out);
    }
  }

  /** Null for none. */
  public static Accepted readAccepted(Input in) {
    return in.getByte() == 0 ? null : new Accepted(readProposal(in), readList(in));
  }
}
