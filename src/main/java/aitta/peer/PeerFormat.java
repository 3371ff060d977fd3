package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The bytes of an {@link Envelope}.
 *
 * <p>Format 1: version byte, sender, sent time as varint, budget as varint, kind byte, id, fields
 * in the order of the record. Keys are bucket and name with their lengths, sets as {@link
 * SiblingsFormat} has them.
 */
public final class PeerFormat {
  static final int DOT_BYTES = 18; // at most: eight of the writer, ten of the counter
  static final int NODE_BYTES = 65;
  private static final int FORMAT = 1;
  private static final int ASK = 56;
  private static final int TOLD = 120;

  private PeerFormat() {}

  /** At least as many bytes as {@link #encode} makes of it: decides which channel it takes. */
  public static int sizeBound(PeerMessage message) {
    int fixed = 256; // sender, times, kind, id, bucket and what else is small
    if (message instanceof PeerMessage.OfReplica question) {
      fixed += question.key().name().length;
    } else if (message instanceof PeerMessage.FetchHint fetch) {
      fixed += fetch.key().name().length + NODE_BYTES * fetch.owners().size();
    } else if (message instanceof PeerMessage.Keep keep) {
      fixed += keep.key().name().length + NODE_BYTES * keep.targets().size();
    }
    if (ListFormat.kindOf(message) >= 0) {
      return fixed + ListFormat.sizeBound(message);
    }
    Siblings siblings = siblingsOf(message);
    return fixed + (siblings != null ? SiblingsFormat.sizeBound(siblings) : restBound(message));
  }

  /** Of what is neither small nor a key nor a set. */
  private static int restBound(PeerMessage message) {
    if (message instanceof PeerMessage.Known known) {
      return RangeFormat.summaryBytes(known.summary());
    }
    if (message instanceof PeerMessage.Kept kept) {
      return NODE_BYTES * kept.targets().size();
    }
    if (message instanceof PeerMessage.Refused refused) {
      return 3 * refused.detail().length();
    }
    if (message instanceof PeerMessage.Report report) {
      return (NODE_BYTES + 10) * report.hintsFor().size()
          + Transfer.MOST_BYTES * report.transfers().size();
    }
    if (message instanceof PeerMessage.Forward forward) {
      return OutcomeFormat.sizeBound(forward.write());
    }
    if (message instanceof ControlMessage.Ask ask) {
      return 3 * (ask.topic().length() + ask.document().length());
    }
    if (message instanceof ControlMessage.Told told) {
      return 3 * told.document().length();
    }
    return message instanceof PeerMessage.Forwarded forwarded
        ? OutcomeFormat.sizeBound(forwarded.outcome())
        : OwnerFormat.sizeBound(message) + RangeFormat.sizeBound(message);
  }

  private static Siblings siblingsOf(PeerMessage message) {
    if (message instanceof PeerMessage.Full full) {
      return full.siblings();
    }
    if (message instanceof PeerMessage.Store store) {
      return store.siblings();
    }
    if (message instanceof PeerMessage.Keep keep) {
      return keep.siblings();
    }
    return message instanceof PeerMessage.StoreBallot store ? store.siblings() : null;
  }

  public static byte[] encode(Envelope envelope) {
    Output out = new Output(sizeBound(envelope.message()));
    out.putByte(FORMAT).putString(envelope.from().value());
    out.putVarint(envelope.startMillis())
        .putVarint(envelope.sentMillis())
        .putVarint(envelope.budgetMillis());
    write(envelope.message(), out);
    return out.toBytes();
  }

  private static void write(PeerMessage message, Output out) {
    int kind = ListFormat.kindOf(message);
    if (kind >= 0) {
      ListFormat.write(message, start(out, kind, message));
    } else if (message instanceof PeerMessage.Question question) {
      writeQuestion(question, out);
    } else {
      writeReply((PeerMessage.Reply) message, out);
    }
  }

  private static void writeQuestion(PeerMessage.Question message, Output out) {
    if (message instanceof PeerMessage.Fetch fetch) {
      writeKey(fetch.key(), start(out, 1, fetch)).putByte(fetch.full() ? 1 : 0);
      out.putVarint(fetch.list());
    } else if (message instanceof PeerMessage.Store store) {
      writeKey(store.key(), start(out, 2, store)).putLong(store.life()).putVarint(store.seqNr());
      out.putVarint(store.list());
      SiblingsFormat.write(store.siblings(), out);
    } else if (message instanceof PeerMessage.Claim claim) {
      writeKey(claim.key(), start(out, 3, claim)).putVarint(claim.ballot()).putLong(claim.token());
      out.putVarint(claim.list());
    } else if (message instanceof PeerMessage.StoreBallot store) {
      writeKey(store.key(), start(out, 4, store)).putVarint(store.ballot()).putVarint(store.list());
      SiblingsFormat.write(store.siblings(), out);
    } else if (message instanceof PeerMessage.FetchHint fetch) {
      writeNodes(fetch.owners(), writeKey(fetch.key(), start(out, 5, fetch)));
      out.putByte(fetch.full() ? 1 : 0);
    } else if (message instanceof PeerMessage.Keep keep) {
      writeNodes(keep.targets(), writeKey(keep.key(), start(out, 6, keep)));
      SiblingsFormat.write(keep.siblings(), out);
    } else if (message instanceof PeerMessage.Report report) {
      start(out, 8, report).putVarint(report.keys()).putVarint(report.bytes());
      out.putVarint(report.catchingUp()).putByte(report.diskFull() ? 1 : 0);
      out.putVarint(report.setAside());
      out.putVarint(report.hintsFor().size());
      report.hintsFor().forEach((node, count) -> out.putString(node.value()).putVarint(count));
      out.putVarint(report.transfers().size());
      report.transfers().forEach(transfer -> transfer.writeTo(out));
    } else if (message instanceof RangeMessage.OfRange ofRange) {
      RangeFormat.write(ofRange, out);
    } else if (message instanceof OwnerMessage.OfOwners ofOwners) {
      OwnerFormat.write(ofOwners, out);
    } else if (message instanceof ControlMessage.Ask ask) {
      start(out, ASK, ask).putString(ask.topic()).putString(ask.document());
    } else {
      PeerMessage.Forward forward = (PeerMessage.Forward) message;
      OutcomeFormat.write(
          forward.write(), start(out, 7, forward).putVarint(forward.patienceMillis()));
    }
  }

  private static void writeReply(PeerMessage.Reply message, Output out) {
    if (message instanceof PeerMessage.Full full) {
      start(out, 65, full).putByte(full.fit() ? 1 : 0);
      SiblingsFormat.write(full.siblings(), out);
    } else if (message instanceof PeerMessage.Known known) {
      start(out, 66, known).putByte(known.fit() ? 1 : 0);
      known.summary().writeTo(out);
    } else if (message instanceof PeerMessage.Stored stored) {
      start(out, 67, stored).putLong(stored.newestTimestamp());
      out.putByte(stored.fit() ? 1 : 0).putLong(stored.life()).putVarint(stored.seqNr());
    } else if (message instanceof PeerMessage.Kept kept) {
      writeNodes(kept.targets(), start(out, 68, kept));
    } else if (message instanceof PeerMessage.Claimed claimed) {
      start(out, 69, claimed);
    } else if (message instanceof PeerMessage.Refused refused) {
      start(out, 70, refused).putByte(refused.reason().ordinal()).putString(refused.detail());
    } else if (message instanceof PeerMessage.Underway underway) {
      start(out, 72, underway);
    } else if (message instanceof PeerMessage.Outbid outbid) {
      start(out, 73, outbid).putVarint(outbid.promised());
    } else if (message instanceof ControlMessage.Told told) {
      start(out, TOLD, told).putString(told.document());
    } else if (!RangeFormat.write(message, out) && !OwnerFormat.write(message, out)) {
      PeerMessage.Forwarded forwarded = (PeerMessage.Forwarded) message;
      OutcomeFormat.write(forwarded.outcome(), start(out, 71, forwarded));
    }
  }

  static Output start(Output out, int kind, PeerMessage message) {
    return out.putByte(kind).putVarint(message.id());
  }

  /**
   * @throws MalformedException unless the bytes are exactly one envelope
   */
  public static Envelope decode(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException(
          "a message in format " + format + "; this build reads " + FORMAT);
    }
    try {
      NodeId from = new NodeId(in.getString());
      long start = in.getVarint();
      long sent = in.getVarint();
      int budget = (int) Math.min(in.getVarint(), Integer.MAX_VALUE);
      int kind = in.getByte();
      long id = in.getVarint();
      PeerMessage message = read(kind, id, in);
      in.expectEnd();
      return new Envelope(from, start, sent, budget, message);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }

  private static PeerMessage read(int kind, long id, Input in) {
    PeerMessage ofListing = ListFormat.read(kind, id, in);
    if (ofListing != null) {
      return ofListing;
    }
    return kind <= 64 ? readQuestion(kind, id, in) : readReply(kind, id, in);
  }

  private static PeerMessage readQuestion(int kind, long id, Input in) {
    switch (kind) {
      case 1:
        return new PeerMessage.Fetch(id, readKey(in), in.getByte() == 1, RangeFormat.intOf(in));
      case 2:
        return readStore(id, in);
      case 3:
        return new PeerMessage.Claim(
            id, readKey(in), in.getVarint(), in.getLong(), RangeFormat.intOf(in));
      case 4:
        Key key = readKey(in);
        long ballot = in.getVarint();
        int list = RangeFormat.intOf(in);
        return new PeerMessage.StoreBallot(id, key, SiblingsFormat.read(in), ballot, list);
      case 5:
        return new PeerMessage.FetchHint(id, readKey(in), readNodes(in), in.getByte() == 1);
      case 6:
        return new PeerMessage.Keep(
            id, readKey(in), new HashSet<>(readNodes(in)), SiblingsFormat.read(in));
      case 7:
        int patience = (int) Math.min(in.getVarint(), Integer.MAX_VALUE);
        return new PeerMessage.Forward(id, OutcomeFormat.readWrite(in), patience);
      case 8:
        return readReport(id, in);
      case ASK:
        return new ControlMessage.Ask(id, in.getString(), in.getString());
      default:
        return kind >= OwnerFormat.FIRST_QUESTION
            ? OwnerFormat.readQuestion(kind, id, in)
            : RangeFormat.readQuestion(kind, id, in);
    }
  }

  private static PeerMessage.Store readStore(long id, Input in) {
    Key key = readKey(in);
    long life = in.getLong();
    long seqNr = in.getVarint();
    int list = RangeFormat.intOf(in);
    return new PeerMessage.Store(id, key, SiblingsFormat.read(in), life, seqNr, list);
  }

  private static PeerMessage.Report readReport(long id, Input in) {
    long keys = in.getVarint();
    long bytes = in.getVarint();
    int catchingUp = (int) in.getVarint();
    boolean diskFull = in.getByte() == 1;
    int setAside = RangeFormat.intOf(in);
    Map<NodeId, Long> hintsFor = new HashMap<>();
    for (int left = in.getCount(3); left > 0; left--) {
      hintsFor.put(new NodeId(in.getString()), in.getVarint());
    }
    List<Transfer> transfers = new ArrayList<>();
    for (int left = in.getCount(6); left > 0; left--) {
      transfers.add(Transfer.read(in));
    }
    return new PeerMessage.Report(
        id, keys, bytes, hintsFor, catchingUp, diskFull, setAside, transfers);
  }

  private static PeerMessage readReply(int kind, long id, Input in) {
    switch (kind) {
      case 65:
        boolean fit = in.getByte() == 1;
        return new PeerMessage.Full(id, SiblingsFormat.read(in), fit);
      case 66:
        boolean known = in.getByte() == 1;
        return new PeerMessage.Known(id, Summary.readFrom(in), known);
      case 67:
        long newest = in.getLong();
        boolean caughtUp = in.getByte() == 1;
        return new PeerMessage.Stored(id, newest, caughtUp, in.getLong(), in.getVarint());
      case 68:
        return new PeerMessage.Kept(id, new HashSet<>(readNodes(in)));
      case 69:
        return new PeerMessage.Claimed(id);
      case 70:
        return new PeerMessage.Refused(id, reason(in.getByte()), in.getString());
      case 71:
        return new PeerMessage.Forwarded(id, OutcomeFormat.readOutcome(in));
      case 72:
        return new PeerMessage.Underway(id);
      case 73:
        return new PeerMessage.Outbid(id, in.getVarint());
      case TOLD:
        return new ControlMessage.Told(id, in.getString());
      default:
        return kind >= OwnerFormat.FIRST_REPLY
            ? OwnerFormat.readReply(kind, id, in)
            : RangeFormat.readReply(kind, id, in);
    }
  }

  private static PeerMessage.Reason reason(int ordinal) {
    PeerMessage.Reason[] all = PeerMessage.Reason.values();
    if (ordinal >= all.length) {
      throw new MalformedException("a refusal for reason " + ordinal);
    }
    return all[ordinal];
  }

  static Output writeKey(Key key, Output out) {
    return out.putString(key.bucket()).putBytes(key.name());
  }

  static Key readKey(Input in) {
    return new Key(in.getString(), in.getBytes());
  }

  static void writeNodes(Collection<NodeId> nodes, Output out) {
    out.putVarint(nodes.size());
    nodes.forEach(node -> out.putString(node.value()));
  }

  static List<NodeId> readNodes(Input in) {
    int count = in.getCount(2);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeId(in.getString()));
    }
    return nodes;
  }
}
