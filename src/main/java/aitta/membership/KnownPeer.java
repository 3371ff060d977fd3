package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is remembered of a node while it cannot be reached, and over restarts.
 *
 * @param addresses where its peers reached it, newest first, at most {@value #MAX_ADDRESSES}
 * @param http where clients reached it
 */
public record KnownPeer(
    NodeId id, List<HostPort> addresses, HostPort http, String zone, double weight) {
  static final int MAX_ADDRESSES = 4;
  private static final int FORMAT = 1;

  public KnownPeer {
    addresses = List.copyOf(addresses);
  }

  /** The same peer, seen at {@code facts} and {@code address} last. */
  KnownPeer seen(Facts facts, HostPort address) {
    List<HostPort> newest =
        Stream.concat(Stream.of(address), addresses.stream())
            .distinct()
            .limit(MAX_ADDRESSES)
            .toList();
    return new KnownPeer(id, newest, facts.http(), facts.zone(), facts.weight());
  }

  static KnownPeer of(Facts facts, HostPort address) {
    return new KnownPeer(
        facts.node(), List.of(address), facts.http(), facts.zone(), facts.weight());
  }

  static byte[] toBytes(List<KnownPeer> peers) {
    Output out = new Output(64 * peers.size() + 16).putByte(FORMAT).putVarint(peers.size());
    for (KnownPeer peer : peers) {
      out.putString(peer.id.value()).putVarint(peer.addresses.size());
      peer.addresses.forEach(address -> out.putString(address.toString()));
      out.putString(peer.http.toString())
          .putString(peer.zone)
          .putLong(Double.doubleToLongBits(peer.weight));
    }
    return out.toBytes();
  }

  static List<KnownPeer> listOf(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("known peers of format " + format);
    }
    int count = in.getCount(12);
    List<KnownPeer> peers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      NodeId id = new NodeId(in.getString());
      List<HostPort> addresses = new ArrayList<>();
      for (int left = in.getCount(1); left > 0; left--) {
        addresses.add(HostPort.parse(in.getString()));
      }
      HostPort http = HostPort.parse(in.getString());
      String zone = in.getString();
      peers.add(new KnownPeer(id, addresses, http, zone, Double.longBitsToDouble(in.getLong())));
    }
    in.expectEnd();
    return peers;
  }
}
