package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Who is who, present or not. One actor's own. */
final class PeerBook {
  private final NodeId self;
  private final Map<NodeId, KnownPeer> known = new TreeMap<>();

  PeerBook(NodeId self, List<KnownPeer> remembered) {
    this.self = self;
    remembered.forEach(peer -> known.put(peer.id(), peer));
  }

  /** Whether that brought something to remember. */
  boolean note(Collection<Sight> sights) {
    boolean changed = false;
    for (Sight sight : sights) {
      if (!sight.node().equals(self)) {
        KnownPeer before = known.get(sight.node());
        KnownPeer after =
            before == null
                ? KnownPeer.of(sight.facts(), sight.at())
                : before.seen(sight.facts(), sight.at());
        changed |= !after.equals(before);
        known.put(sight.node(), after);
      }
    }
    return changed;
  }

  List<KnownPeer> peers() {
    return List.copyOf(known.values());
  }

  /** Where peers were reached, the newest address of each first. */
  Set<HostPort> addresses() {
    Set<HostPort> addresses = new LinkedHashSet<>();
    for (int age = 0; age < KnownPeer.MAX_ADDRESSES; age++) {
      for (KnownPeer peer : known.values()) {
        if (age < peer.addresses().size()) {
          addresses.add(peer.addresses().get(age));
        }
      }
    }
    return addresses;
  }

  ClusterView view(
      Self here,
      MemberDirectory directory,
      Optional<Ring> ring,
      List<byte[]> secrets,
      DataDirectory data) {
    Map<NodeId, Peer> peers = new TreeMap<>();
    ring.ifPresent(
        its -> its.members().values().forEach(member -> peers.put(member.id(), absent(member))));
    directory.current().forEach((id, sight) -> peers.put(id, present(sight)));
    if (!directory.current().containsKey(self)) {
      peers.put(self, joining(here));
    }
    return new ClusterView(
        self, here.facts().start(), ring, secrets, peers, data.isNew(), data.isCopied());
  }

  private Peer absent(RingMember member) {
    KnownPeer peer = known.get(member.id());
    return new Peer(
        member.id(),
        peer == null || peer.addresses().isEmpty()
            ? null
            : Addresses.toPekko(peer.addresses().get(0)),
        peer == null ? null : peer.http(),
        member.zone(),
        member.weight(),
        Peer.PeerStatus.UNREACHABLE,
        0,
        false);
  }

  private static Peer present(Sight sight) {
    return peer(sight.facts(), sight.at(), status(sight), sight.reachable() && isServing(sight));
  }

  private static boolean isServing(Sight sight) {
    return sight.standing().isUp() || sight.standing() == Standing.LEAVING;
  }

  private static Peer.PeerStatus status(Sight sight) {
    if (!sight.reachable()) {
      return Peer.PeerStatus.UNREACHABLE;
    } else if (sight.standing() == Standing.JOINING) {
      return Peer.PeerStatus.JOINING;
    }
    return sight.standing().isUp() ? Peer.PeerStatus.UP : Peer.PeerStatus.LEAVING;
  }

  private static Peer joining(Self here) {
    return peer(here.facts(), here.at(), Peer.PeerStatus.JOINING, true);
  }

  private static Peer peer(Facts facts, HostPort at, Peer.PeerStatus status, boolean reachable) {
    return new Peer(
        facts.node(),
        Addresses.toPekko(at),
        facts.http(),
        facts.zone(),
        facts.weight(),
        status,
        facts.start(),
        reachable);
  }
}
