package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.config.HostPort;
import aitta.model.NodeId;
import aitta.ring.RingFormat;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The bytes of {@link RemoteMessage}s and of the {@link RingRegistry}. Each begins with a format
 * byte; the manifest names the message, not its class.
 */
public final class MembershipSerializer extends SerializerWithStringManifest {
  public static final int IDENTIFIER = 7601;
  private static final int FORMAT = 1;

  private static final String PROBE = "probe";
  private static final String ANSWER = "answer";
  private static final String PROPOSE = "propose";
  private static final String VOTED = "voted";
  private static final String HAND_OUT = "hand-out";
  private static final String KEPT = "kept";
  private static final String WANTED = "wanted";
  private static final String REGISTRY = "ring-registry";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof Membership.Probe) {
      return PROBE;
    } else if (message instanceof Membership.Answer) {
      return ANSWER;
    } else if (message instanceof Founding.Propose) {
      return PROPOSE;
    } else if (message instanceof Founding.Voted) {
      return VOTED;
    } else if (message instanceof Founding.HandOut) {
      return HAND_OUT;
    } else if (message instanceof Founding.Kept) {
      return KEPT;
    } else if (message instanceof Founding.Wanted) {
      return WANTED;
    } else if (message instanceof RingRegistry) {
      return REGISTRY;
    }
    throw new IllegalArgumentException("no message of membership: " + message.getClass());
  }

  @Override
  public byte[] toBinary(Object message) {
    Output out = new Output(256).putByte(FORMAT);
    if (message instanceof Membership.Probe probe) {
      out.putLong(probe.nonce()).putBytes(probe.from().toBytes());
    } else if (message instanceof Membership.Answer answer) {
      out.putLong(answer.nonce()).putBytes(answer.from().toBytes());
    } else if (message instanceof Founding.Propose propose) {
      out.putString(propose.proposer().value()).putString(propose.at().toString());
      out.putBytes(RingFormat.encode(propose.ring()));
      putIds(out, propose.granted());
    } else if (message instanceof Founding.Voted voted) {
      out.putString(voted.voter().value()).putString(voted.ring());
      out.putByte(voted.answer().ordinal());
    } else if (message instanceof Founding.HandOut handOut) {
      out.putString(handOut.at().toString());
      handOut.given().writeTo(out);
      out.putVarint(handOut.secrets().size());
      handOut.secrets().forEach(out::putBytes);
      out.putByte(handOut.settled() ? 1 : 0);
    } else if (message instanceof Founding.Kept kept) {
      out.putString(kept.node().value()).putString(kept.ring());
    } else if (message instanceof Founding.Wanted wanted) {
      out.putString(wanted.node().value()).putString(wanted.at().toString());
    } else if (message instanceof RingRegistry registry) {
      registry.writeTo(out);
    } else {
      throw new IllegalArgumentException("no message of membership: " + message.getClass());
    }
    return out.toBytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      Input in = new Input(bytes);
      int format = in.getByte();
      if (format != FORMAT) {
        throw new MalformedException("format " + format);
      }
      Object message = read(in, manifest);
      in.expectEnd();
      return message;
    } catch (MalformedException | IllegalArgumentException | ArithmeticException e) {
      throw new NotSerializableException("damaged '" + manifest + "': " + e.getMessage());
    }
  }

  private static Object read(Input in, String manifest) {
    switch (manifest) {
      case PROBE:
        return new Membership.Probe(in.getLong(), Status.of(in.getBytes()));
      case ANSWER:
        return new Membership.Answer(in.getLong(), Status.of(in.getBytes()));
      case PROPOSE:
        return new Founding.Propose(
            new NodeId(in.getString()),
            HostPort.parse(in.getString()),
            RingFormat.decode(in.getBytes()),
            getIds(in));
      case VOTED:
        return new Founding.Voted(new NodeId(in.getString()), in.getString(), answer(in));
      case HAND_OUT:
        return new Founding.HandOut(
            HostPort.parse(in.getString()), RingState.read(in), secrets(in), in.getByte() == 1);
      case KEPT:
        return new Founding.Kept(new NodeId(in.getString()), in.getString());
      case WANTED:
        return new Founding.Wanted(new NodeId(in.getString()), HostPort.parse(in.getString()));
      case REGISTRY:
        return RingRegistry.read(in);
      default:
        throw new MalformedException("no such message");
    }
  }

  private static FoundingVote.Answer answer(Input in) {
    int ordinal = in.getByte();
    if (ordinal >= FoundingVote.Answer.values().length) {
      throw new MalformedException("answer " + ordinal);
    }
    return FoundingVote.Answer.values()[ordinal];
  }

  private static List<byte[]> secrets(Input in) {
    List<byte[]> secrets = new ArrayList<>();
    for (int left = in.getCount(1); left > 0; left--) {
      secrets.add(in.getBytes());
    }
    return secrets;
  }

  private static void putIds(Output out, Set<NodeId> ids) {
    out.putVarint(ids.size());
    new TreeSet<>(ids).forEach(id -> out.putString(id.value()));
  }

  private static Set<NodeId> getIds(Input in) {
    Set<NodeId> ids = new TreeSet<>();
    for (int left = in.getCount(2); left > 0; left--) {
      ids.add(new NodeId(in.getString()));
    }
    return ids;
  }
}
