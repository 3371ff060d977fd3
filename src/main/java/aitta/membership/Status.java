package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How things stand at one node: what a probe carries, and what it is answered with.
 *
 * @param uid of its actor system
 * @param joined whether it is a member that takes part in a cluster, be it alone
 * @param ring id of its ring, or empty
 * @param ringMembers ids of the ring's members
 * @param removed nodes that were removed from it, each with the version of its entry
 * @param claims on the places in it
 * @param members of its cluster, as it sees them; empty before it has joined
 */
public record Status(
    Compat compat,
    Facts facts,
    HostPort at,
    long uid,
    boolean joined,
    String ring,
    SortedSet<NodeId> ringMembers,
    SortedMap<NodeId, Integer> removed,
    Claims claims,
    List<Sight> members) {

  private static final int FORMAT = 1;

  public Status {
    ringMembers = Collections.unmodifiableSortedSet(new TreeSet<>(ringMembers));
    removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
    members = List.copyOf(members);
  }

  static Status of(Self self, MemberWatch watch, Optional<RingState> state) {
    return new Status(
        self.compat(),
        self.facts(),
        self.at(),
        self.uid(),
        watch.isUp(),
        RingState.idOf(state),
        RingState.membersOf(state),
        RingState.removedFrom(state),
        state.map(RingState::claims).orElse(Claims.NONE),
        watch.sights());
  }

  public NodeId node() {
    return facts.node();
  }

  public boolean hasRing() {
    return !ring.isEmpty();
  }

  /** Whether this very actor system is among the members that {@code other} sees. */
  public boolean isMemberOf(Status other) {
    return other.members.stream().anyMatch(member -> member.isSameSystem(at, uid));
  }

  byte[] toBytes() {
    Output out = new Output(256 + 160 * members.size());
    out.putByte(FORMAT);
    compat.writeTo(out);
    facts.writeTo(out);
    out.putString(at.toString()).putLong(uid).putByte(joined ? 1 : 0).putString(ring);
    out.putVarint(ringMembers.size());
    ringMembers.forEach(id -> out.putString(id.value()));
    out.putVarint(removed.size());
    removed.forEach((id, version) -> out.putString(id.value()).putVarint(version));
    claims.writeTo(out);
    out.putVarint(members.size());
    members.forEach(member -> member.writeTo(out));
    return out.toBytes();
  }

  static Status of(byte[] bytes) {
    Input in = new Input(bytes);
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("status of format " + format);
    }
    Compat compat = Compat.read(in);
    Facts facts = Facts.read(in);
    HostPort at = HostPort.parse(in.getString());
    long uid = in.getLong();
    boolean joined = in.getByte() == 1;
    String ring = in.getString();
    SortedSet<NodeId> ringMembers = new TreeSet<>();
    for (int left = in.getCount(2); left > 0; left--) {
      ringMembers.add(new NodeId(in.getString()));
    }
    SortedMap<NodeId, Integer> removed = new TreeMap<>();
    for (int left = in.getCount(3); left > 0; left--) {
      removed.put(new NodeId(in.getString()), Math.toIntExact(in.getVarint()));
    }
    Claims claims = Claims.read(in);
    List<Sight> members = new ArrayList<>();
    for (int left = in.getCount(20); left > 0; left--) {
      members.add(Sight.read(in));
    }
    in.expectEnd();
    return new Status(compat, facts, at, uid, joined, ring, ringMembers, removed, claims, members);
  }
}
