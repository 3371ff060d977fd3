package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.ownership.OwnershipFormat;
import aitta.peer.RangeMessage.DeadKey;
import aitta.peer.RangeMessage.KeyHash;
import aitta.peer.RangeMessage.KeySet;
import aitta.peer.RangeMessage.RangeLife;
import aitta.peer.RangeMessage.RangeRepair;
import aitta.version.SiblingsFormat;
import aitta.version.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The bytes of a {@link RangeMessage} behind kind and id, which {@link PeerFormat} writes: its
 * fields in the order of the record; lists and arrays with their length first, hashes and lives as
 * eight bytes, other numbers as varints.
 */
final class RangeFormat {
  private RangeFormat() {}

  /** At least as many bytes as the message takes beside what all messages have. */
  static int sizeBound(PeerMessage message) {
    if (message instanceof RangeMessage.Compared compared) {
      return 8 * compared.branches().length;
    } else if (message instanceof RangeMessage.FetchLeaves fetch) {
      return 5 * fetch.branches().length;
    } else if (message instanceof RangeMessage.Leaves leaves) {
      return 8 * leaves.hashes().length;
    } else if (message instanceof RangeMessage.ListKeys list) {
      return 5 * list.leaves().length + list.after().length;
    } else if (message instanceof RangeMessage.KeyList list) {
      return sum(list.keys(), entry -> keyBytes(entry.key()) + 13);
    } else if (message instanceof RangeMessage.FetchSets fetch) {
      return sum(fetch.keys(), RangeFormat::keyBytes);
    } else if (message instanceof RangeMessage.Sets sets) {
      return sum(sets.sets(), RangeFormat::setBytes);
    } else if (message instanceof RangeMessage.StoreSets store) {
      return sum(store.sets(), RangeFormat::setBytes);
    } else if (message instanceof RangeMessage.HintsAbout about) {
      return sum(about.keys(), RangeFormat::keyBytes);
    } else if (message instanceof RangeMessage.Confirm confirm) {
      return 25 * confirm.lives().size();
    } else if (message instanceof RangeMessage.Confirmed confirmed) {
      return 5 * (confirmed.confirmed().length + confirmed.denied().length);
    } else if (message instanceof RangeMessage.Approved approved) {
      return 5 * approved.held().length;
    } else if (message instanceof RangeMessage.HeldHints hints) {
      return 5 * hints.held().length;
    } else if (message instanceof RangeMessage.Progress progress) {
      return 40 * progress.ranges().size();
    }
    return sum(deadKeys(message), RangeFormat::deadBytes);
  }

  private static List<DeadKey> deadKeys(PeerMessage message) {
    if (message instanceof RangeMessage.LastReclaim last) {
      return last.keys();
    } else if (message instanceof RangeMessage.ApproveReclaim approve) {
      return approve.keys();
    }
    return message instanceof RangeMessage.ApplyReclaim apply ? apply.keys() : List.of();
  }

  private static <T> int sum(Collection<T> all, Function<T, Integer> bytes) {
    return all.stream().mapToInt(bytes::apply).sum();
  }

  private static int keyBytes(Key key) {
    return key.bucket().length() + key.name().length + 8;
  }

  private static int setBytes(KeySet set) {
    return keyBytes(set.key()) + SiblingsFormat.sizeBound(set.siblings());
  }

  private static int deadBytes(DeadKey dead) {
    return keyBytes(dead.key()) + summaryBytes(dead.summary());
  }

  static int summaryBytes(Summary summary) {
    return 64 + PeerFormat.DOT_BYTES * (summary.context().size() + summary.dots().size());
  }

  /** The kind of the question, and its fields. */
  static void write(RangeMessage.OfRange message, Output out) {
    if (message instanceof RangeMessage.Compare compare) {
      head(out, 9, message).putLong(compare.root());
      writeStanding(compare.mine(), out);
    } else if (message instanceof RangeMessage.FetchLeaves fetch) {
      writeInts(fetch.branches(), head(out, 10, message));
    } else if (message instanceof RangeMessage.ListKeys list) {
      writeInts(list.leaves(), head(out, 11, message));
      out.putBytes(list.after());
    } else if (message instanceof RangeMessage.FetchSets fetch) {
      writeAll(fetch.keys(), head(out, 12, message), PeerFormat::writeKey);
    } else if (message instanceof RangeMessage.StoreSets store) {
      writeStanding(store.mine(), head(out, 13, message));
      writeAll(store.sets(), out, RangeFormat::writeSet);
    } else if (message instanceof RangeMessage.FetchReclaim) {
      head(out, 14, message);
    } else if (message instanceof RangeMessage.ApproveReclaim approve) {
      head(out, 15, message).putVarint(approve.number()).putLong(approve.proposal());
      writeAll(approve.keys(), out, RangeFormat::writeDead);
    } else if (message instanceof RangeMessage.ApplyReclaim apply) {
      head(out, 16, message).putVarint(apply.number()).putLong(apply.proposal());
      writeAll(apply.keys(), out, RangeFormat::writeDead);
    } else if (message instanceof RangeMessage.Confirm confirm) {
      out.putByte(17).putVarint(confirm.id());
      writeAll(
          confirm.lives(),
          out,
          (life, to) -> to.putVarint(life.range()).putLong(life.life()).putVarint(life.seqNr()));
    } else if (message instanceof RangeMessage.HintsAbout about) {
      writeAll(about.keys(), head(out, 18, message), PeerFormat::writeKey);
    } else if (message instanceof RangeMessage.StartRepair) {
      head(out, 19, message);
    } else if (message instanceof RangeMessage.RepairProgress) {
      out.putByte(20).putVarint(message.id());
    } else {
      head(out, 21, (RangeMessage.AcceptLoss) message);
    }
  }

  private static Output head(Output out, int kind, RangeMessage.OfRange message) {
    return out.putByte(kind).putVarint(message.id()).putVarint(message.range() + 1L);
  }

  static PeerMessage.Question readQuestion(int kind, long id, Input in) {
    if (kind == 17) {
      return new RangeMessage.Confirm(
          id,
          readAll(in, 10, from -> new RangeLife(intOf(from), from.getLong(), from.getVarint())));
    }
    if (kind == 20) {
      return new RangeMessage.RepairProgress(id);
    }
    int range = intOf(in) - 1;
    switch (kind) {
      case 9:
        long root = in.getLong();
        return new RangeMessage.Compare(id, range, readStanding(in), root);
      case 10:
        return new RangeMessage.FetchLeaves(id, range, readInts(in));
      case 11:
        return new RangeMessage.ListKeys(id, range, readInts(in), in.getBytes());
      case 12:
        return new RangeMessage.FetchSets(id, range, readAll(in, 3, PeerFormat::readKey));
      case 13:
        Standing mine = readStanding(in);
        return new RangeMessage.StoreSets(id, range, mine, readAll(in, 3, RangeFormat::readSet));
      case 14:
        return new RangeMessage.FetchReclaim(id, range);
      case 15:
        return new RangeMessage.ApproveReclaim(
            id, range, in.getVarint(), in.getLong(), readAll(in, 3, RangeFormat::readDead));
      case 16:
        return new RangeMessage.ApplyReclaim(
            id, range, in.getVarint(), in.getLong(), readAll(in, 3, RangeFormat::readDead));
      case 18:
        return new RangeMessage.HintsAbout(id, range, readAll(in, 3, PeerFormat::readKey));
      case 19:
        return new RangeMessage.StartRepair(id, range);
      case 21:
        return new RangeMessage.AcceptLoss(id, range);
      default:
        throw new MalformedException("a question of kind " + kind);
    }
  }

  /**
   * @return whether it was one of these
   */
  static boolean write(PeerMessage.Reply message, Output out) {
    if (message instanceof RangeMessage.Compared compared) {
      PeerFormat.start(out, 74, message).putVarint(compared.keys());
      writeStanding(compared.theirs(), out);
      writeLongs(compared.branches(), out);
    } else if (message instanceof RangeMessage.Leaves leaves) {
      writeLongs(leaves.hashes(), PeerFormat.start(out, 75, message));
    } else if (message instanceof RangeMessage.KeyList list) {
      PeerFormat.start(out, 76, message).putByte(list.more() ? 1 : 0);
      writeAll(
          list.keys(),
          out,
          (entry, to) ->
              PeerFormat.writeKey(entry.key(), to.putVarint(entry.leaf())).putLong(entry.hash()));
    } else if (message instanceof RangeMessage.Sets sets) {
      writeAll(sets.sets(), PeerFormat.start(out, 77, message), RangeFormat::writeSet);
    } else if (message instanceof RangeMessage.LastReclaim last) {
      PeerFormat.start(out, 78, message).putVarint(last.number()).putLong(last.proposal());
      writeAll(last.keys(), out, RangeFormat::writeDead);
    } else if (message instanceof RangeMessage.Approved approved) {
      writeInts(approved.held(), PeerFormat.start(out, 79, message));
    } else if (message instanceof RangeMessage.Confirmed confirmed) {
      writeInts(confirmed.confirmed(), PeerFormat.start(out, 80, message));
      writeInts(confirmed.denied(), out);
    } else if (message instanceof RangeMessage.HeldHints hints) {
      writeInts(hints.held(), PeerFormat.start(out, 81, message));
    } else if (message instanceof RangeMessage.Started) {
      PeerFormat.start(out, 82, message);
    } else if (message instanceof RangeMessage.Progress progress) {
      writeAll(progress.ranges(), PeerFormat.start(out, 83, message), RangeFormat::writeRepair);
    } else {
      return false;
    }
    return true;
  }

  static PeerMessage.Reply readReply(int kind, long id, Input in) {
    switch (kind) {
      case 74:
        long keys = in.getVarint();
        Standing theirs = readStanding(in);
        return new RangeMessage.Compared(id, theirs, keys, readLongs(in));
      case 75:
        return new RangeMessage.Leaves(id, readLongs(in));
      case 76:
        boolean more = in.getByte() == 1;
        return new RangeMessage.KeyList(
            id,
            readAll(
                in, 12, from -> new KeyHash(intOf(from), PeerFormat.readKey(from), from.getLong())),
            more);
      case 77:
        return new RangeMessage.Sets(id, readAll(in, 3, RangeFormat::readSet));
      case 78:
        return new RangeMessage.LastReclaim(
            id, in.getVarint(), in.getLong(), readAll(in, 3, RangeFormat::readDead));
      case 79:
        return new RangeMessage.Approved(id, readInts(in));
      case 80:
        return new RangeMessage.Confirmed(id, readInts(in), readInts(in));
      case 81:
        return new RangeMessage.HeldHints(id, readInts(in));
      case 82:
        return new RangeMessage.Started(id);
      case 83:
        return new RangeMessage.Progress(id, readAll(in, 5, RangeFormat::readRepair));
      default:
        throw new MalformedException("a reply of kind " + kind);
    }
  }

  private static void writeRepair(RangeRepair repair, Output out) {
    out.putVarint(repair.range()).putVarint(repair.lastRunMillis());
    out.putVarint(repair.keysCompared()).putVarint(repair.keysRepaired());
    out.putByte(repair.inSync() ? 1 : 0);
  }

  private static RangeRepair readRepair(Input in) {
    return new RangeRepair(
        intOf(in), in.getVarint(), in.getVarint(), in.getVarint(), in.getByte() == 1);
  }

  private static void writeStanding(Standing standing, Output out) {
    out.putLong(standing.life()).putVarint(standing.seqNr()).putVarint(standing.reclaims());
    out.putByte(standing.fit() ? 1 : 0).putVarint(standing.promised()).putVarint(standing.list());
    OwnershipFormat.write(standing.pledge(), out);
  }

  private static Standing readStanding(Input in) {
    return new Standing(
        in.getLong(),
        in.getVarint(),
        in.getVarint(),
        in.getByte() == 1,
        in.getVarint(),
        intOf(in),
        OwnershipFormat.readPledge(in));
  }

  private static void writeSet(KeySet set, Output out) {
    SiblingsFormat.write(set.siblings(), PeerFormat.writeKey(set.key(), out));
  }

  private static KeySet readSet(Input in) {
    return new KeySet(PeerFormat.readKey(in), SiblingsFormat.read(in));
  }

  static void writeDead(DeadKey dead, Output out) {
    dead.summary().writeTo(PeerFormat.writeKey(dead.key(), out));
  }

  static DeadKey readDead(Input in) {
    return new DeadKey(PeerFormat.readKey(in), Summary.readFrom(in));
  }

  static int intOf(Input in) {
    long value = in.getVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("a number of " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  private static void writeInts(int[] values, Output out) {
    out.putVarint(values.length);
    for (int value : values) {
      out.putVarint(value);
    }
  }

  private static int[] readInts(Input in) {
    int[] values = new int[in.getCount(1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = intOf(in);
    }
    return values;
  }

  private static void writeLongs(long[] values, Output out) {
    out.putVarint(values.length);
    for (long value : values) {
      out.putLong(value);
    }
  }

  private static long[] readLongs(Input in) {
    long[] values = new long[in.getCount(8)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getLong();
    }
    return values;
  }

  private static <T> void writeAll(List<T> all, Output out, BiConsumer<T, Output> one) {
    out.putVarint(all.size());
    all.forEach(value -> one.accept(value, out));
  }

  private static <T> List<T> readAll(Input in, int leastBytes, Function<Input, T> one) {
    int count = in.getCount(leastBytes);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(one.apply(in));
    }
    return all;
  }
}
