package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import aitta.ownership.Acceptor;
import aitta.ownership.OwnershipFormat;
import aitta.ring.RangeOwners;
import java.util.List;

/**
 * The bytes of an {@link OwnerMessage} behind kind and id: its fields in the order of the record.
 */
final class OwnerFormat {
  static final int FIRST_QUESTION = 40;
  static final int FIRST_REPLY = 100;
  private static final int LIST_BYTES = 11 + 16 * PeerFormat.NODE_BYTES;

  private OwnerFormat() {}

  /** At least as many bytes as the message takes beside what all messages have. */
  static int sizeBound(PeerMessage message) {
    boolean mine =
        message instanceof OwnerMessage.OfOwners
            || message instanceof OwnerMessage.Voted
            || message instanceof OwnerMessage.Stands
            || message instanceof OwnerMessage.FillIs
            || message instanceof OwnerMessage.ListIs;
    return mine ? 2 * LIST_BYTES + 2 * PeerFormat.NODE_BYTES : 0;
  }

  static void write(OwnerMessage.OfOwners message, Output out) {
    if (message instanceof OwnerMessage.Prepare prepare) {
      PeerFormat.start(out, 40, message).putVarint(prepare.range()).putVarint(prepare.version());
      OwnershipFormat.write(prepare.proposal(), out);
    } else if (message instanceof OwnerMessage.Accept accept) {
      OwnershipFormat.write(accept.proposal(), PeerFormat.start(out, 41, message));
      OwnershipFormat.write(accept.next(), out);
    } else if (message instanceof OwnerMessage.Decided decided) {
      OwnershipFormat.write(decided.list(), PeerFormat.start(out, 42, message));
    } else if (message instanceof OwnerMessage.AskStands ask) {
      PeerFormat.start(out, 43, message).putVarint(ask.range());
    } else {
      OwnerMessage.Fill fill = (OwnerMessage.Fill) message;
      OwnershipFormat.write(fill.list(), PeerFormat.start(out, 44, message));
      out.putString(fill.giver().value()).putVarint(fill.bytes());
    }
  }

  static PeerMessage.Question readQuestion(int kind, long id, Input in) {
    switch (kind) {
      case 40:
        int range = RangeFormat.intOf(in);
        int version = RangeFormat.intOf(in);
        return new OwnerMessage.Prepare(id, range, version, OwnershipFormat.readProposal(in));
      case 41:
        return new OwnerMessage.Accept(
            id, OwnershipFormat.readProposal(in), OwnershipFormat.readList(in));
      case 42:
        return new OwnerMessage.Decided(id, OwnershipFormat.readList(in));
      case 43:
        return new OwnerMessage.AskStands(id, RangeFormat.intOf(in));
      case 44:
        RangeOwners list = OwnershipFormat.readList(in);
        return new OwnerMessage.Fill(id, list, new NodeId(in.getString()), in.getVarint());
      default:
        throw new MalformedException("a question of kind " + kind);
    }
  }

  /**
   * @return whether it was one of these
   */
  static boolean write(PeerMessage.Reply message, Output out) {
    if (message instanceof OwnerMessage.Voted voted) {
      writeVote(voted.reply(), PeerFormat.start(out, 100, message));
    } else if (message instanceof OwnerMessage.Stands stands) {
      OwnershipFormat.write(stands.list(), PeerFormat.start(out, 101, message));
      out.putByte(stands.sealed() ? 1 : 0).putByte(stands.fit() ? 1 : 0);
      out.putVarint(stands.keys()).putVarint(stands.bytes());
      PeerFormat.writeNodes(stands.levelWith(), out);
    } else if (message instanceof OwnerMessage.FillIs fill) {
      PeerFormat.start(out, 102, message).putByte(fill.filled() ? 1 : 0);
    } else if (message instanceof OwnerMessage.ListIs is) {
      OwnershipFormat.write(is.list(), PeerFormat.start(out, 103, message));
    } else {
      return false;
    }
    return true;
  }

  private static void writeVote(Acceptor.Reply reply, Output out) {
    if (reply instanceof Acceptor.Promised promised) {
      OwnershipFormat.writeAccepted(promised.accepted(), out.putByte(1));
    } else if (reply instanceof Acceptor.Sealed) {
      out.putByte(2);
    } else if (reply instanceof Acceptor.Outbid outbid) {
      OwnershipFormat.write(outbid.promised(), out.putByte(3));
    } else if (reply instanceof Acceptor.Decided decided) {
      OwnershipFormat.write(decided.list(), out.putByte(4));
    } else {
      out.putByte(5).putVarint(((Acceptor.Unaware) reply).version());
    }
  }

  private static Acceptor.Reply readVote(Input in) {
    int kind = in.getByte();
    switch (kind) {
      case 1:
        return new Acceptor.Promised(OwnershipFormat.readAccepted(in));
      case 2:
        return new Acceptor.Sealed();
      case 3:
        return new Acceptor.Outbid(OwnershipFormat.readProposal(in));
      case 4:
        return new Acceptor.Decided(OwnershipFormat.readList(in));
      case 5:
        return new Acceptor.Unaware(RangeFormat.intOf(in));
      default:
        throw new MalformedException("a vote of kind " + kind);
    }
  }

  static PeerMessage.Reply readReply(int kind, long id, Input in) {
    switch (kind) {
      case 100:
        return new OwnerMessage.Voted(id, readVote(in));
      case 101:
        RangeOwners list = OwnershipFormat.readList(in);
        boolean sealed = in.getByte() == 1;
        boolean fit = in.getByte() == 1;
        long keys = in.getVarint();
        long bytes = in.getVarint();
        List<NodeId> level = PeerFormat.readNodes(in);
        return new OwnerMessage.Stands(id, list, sealed, fit, keys, bytes, level);
      case 102:
        return new OwnerMessage.FillIs(id, in.getByte() == 1);
      case 103:
        return new OwnerMessage.ListIs(id, OwnershipFormat.readList(in));
      default:
        throw new MalformedException("a reply of kind " + kind);
    }
  }
}
