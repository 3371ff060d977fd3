package aitta.ring;

import aitta.model.Key;
import aitta.model.KeyRange;
import aitta.model.NodeId;
import aitta.ring.Membership.State;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is agreed about who owns what: the members, and for each range its decided owners. Where
 * these differ from {@link #target}, ranges are on their way.
 *
 * <p>Immutable, and joined by {@link #merge}, which is commutative, associative and idempotent: it
 * is spread by gossip. It knows nothing of who can be reached.
 */
public final class Ring {
  private final String id;
  private final int ranges;
  private final int replicas;
  private final SortedMap<NodeId, Membership> memberships;
  private final Map<NodeId, RingMember> members;
  private final AgreedLists lists;
  private StandIns standIns;
  private volatile List<List<NodeId>> target;

  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  Ring(String id, int ranges, int replicas, Collection<Membership> memberships, AgreedLists lists) {
    if (!NodeId.isLegal(id)) {
      throw new IllegalArgumentException(
          "ring id '" + id + "' must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    KeyRange.checkCount(ranges);
    Placement.checkReplicas(replicas);
    if (lists.owners().size() != ranges) {
      throw new IllegalArgumentException(
          lists.owners().size() + " lists for " + ranges + " ranges");
    }
    this.id = id;
    this.ranges = ranges;
    this.replicas = replicas;
    this.memberships = Collections.unmodifiableSortedMap(byId(memberships));
    this.members = Collections.unmodifiableMap(present(this.memberships));
    this.lists = lists;
  }

  /**
   * A new ring. Every range starts with version 1 of its list, owned as {@link Placement} says.
   *
   * @param id random, so that no two rings have the same; 1 to 64 characters like a node id
   * @param members at least one
   * @param ranges Q, a power of two from 16 to 65,536
   * @param replicas N, 1 to 16
   * @throws IllegalArgumentException if an argument is out of bounds or two members have one id
   */
  public static Ring found(String id, Collection<RingMember> members, int ranges, int replicas) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a ring is founded with at least one member");
    }
    List<List<NodeId>> placed = Placement.owners(members, ranges, replicas);
    return new Ring(
        id,
        ranges,
        replicas,
        members.stream().map(member -> new Membership(member, 1, State.PRESENT)).toList(),
        new AgreedLists(
            IntStream.range(0, ranges).mapToObj(r -> new RangeOwners(r, 1, placed.get(r))).toList(),
            Set.of()));
  }

  public String id() {
    return id;
  }

  /** Q. */
  public int ranges() {
    return ranges;
  }

  /** N. */
  public int replicas() {
    return replicas;
  }

  /**
   * Grows with every change to a member or a list, at every node alike. Different rings may have
   * the same version while news of them is still under way, so it is for people, not for decisions.
   */
  public long version() {
    return memberships.values().stream().mapToLong(Membership::version).sum()
        + owners().stream().mapToLong(list -> list.version() - 1).sum();
  }

  /** The nodes that are in the ring, those that are leaving it too, in the order of their ids. */
  public Map<NodeId, RingMember> members() {
    return members;
  }

  /** All entries, those of removed nodes too, in the order of their ids. */
  public Collection<Membership> memberships() {
    return memberships.values();
  }

  /** The entry of {@code node}, also of one that was removed; nothing if it never was a member. */
  public Optional<Membership> membershipOf(NodeId node) {
    return Optional.ofNullable(memberships.get(node));
  }

  public boolean isLeaving(NodeId node) {
    return membershipOf(node).filter(Membership::isLeaving).isPresent();
  }

  public boolean isRemoved(NodeId node) {
    return membershipOf(node).filter(Membership::isRemoved).isPresent();
  }

  /** One list per range, in ring order. */
  public List<RangeOwners> owners() {
    return lists.owners();
  }

  /**
   * @throws IllegalArgumentException unless {@code range} is one of 0 to Q − 1
   */
  public RangeOwners ownersOf(int range) {
    if (range < 0 || range >= ranges) {
      throw new IllegalArgumentException("range " + range + " is not one of 0 to " + (ranges - 1));
    }
    return owners().get(range);
  }

  public RangeOwners ownersOf(Key key) {
    return owners().get(rangeOf(key));
  }

  public int rangeOf(Key key) {
    return key.range(ranges);
  }

  /**
   * Ranges whose list was decreed: a majority of the owners before are gone for good, and those of
   * now are to go on with what they have. A range is one until its next list is decided.
   */
  public Set<Integer> decreed() {
    return lists.decreed();
  }

  /** The ranges whose agreed lists name {@code node}, in ring order. */
  public List<Integer> rangesOwnedBy(NodeId node) {
    return owners().stream().filter(o -> o.isOwner(node)).map(RangeOwners::range).toList();
  }

  /**
   * Where the ranges should be, by the members of now. One list per range, the primary first. Nodes
   * that are leaving get none, unless there are no others: then all stays with them.
   *
   * @throws IllegalStateException if all members were removed
   */
  public List<List<NodeId>> target() {
    List<List<NodeId>> known = target;
    if (known == null) {
      if (members.isEmpty()) {
        throw new IllegalStateException("all members of " + this + " were removed");
      }
      known = Placement.owners(placed(), ranges, replicas);
      target = known; // racing threads compute the same, so no lock is needed
    }
    return known;
  }

  /**
   * The members that ranges are placed on: those that are not leaving, and where they are fewer
   * than N, as many of the others as make up for it. So two leaves that were granted on different
   * sides of a partition leave N nodes all the same: one of them waits for another node to come.
   * Only whoever leaves by force is not held back.
   */
  public Collection<RingMember> placed() {
    List<Membership> staying = memberships.values().stream().filter(Membership::isPresent).toList();
    List<RingMember> placed =
        Stream.concat(
                staying.stream(),
                memberships.values().stream()
                    .filter(one -> one.isLeaving() && !one.isForced())
                    .limit(Math.max(0, replicas - staying.size())))
            .map(Membership::member)
            .toList();
    return placed.isEmpty() ? members.values() : placed;
  }

  /** Whether {@code node} is to leave, and cannot before another node has come. */
  public boolean isHeldBack(NodeId node) {
    return isLeaving(node) && placed().stream().anyMatch(member -> member.id().equals(node));
  }

  /**
   * Who takes writes for owners of {@code range} that cannot be reached, in the order to try:
   * members that do not own the range and are not {@code down}, those in zones of no reachable
   * owner first, one of each zone before a second one, and else as the range meets their tokens. So
   * the ranges of one dead node spread over all others. Nodes that are leaving come last.
   *
   * <p>Two nodes may differ on who is down, hence on the result; for the same {@code down} they
   * agree. Dynamo, SOSP 2007, sections 4.3 and 4.6.
   *
   * @throws IllegalArgumentException unless {@code range} is one of 0 to Q − 1
   */
  public List<NodeId> standIns(int range, Set<NodeId> down) {
    RangeOwners list = ownersOf(range);
    Set<String> takenZones =
        list.owners().stream()
            .filter(owner -> !down.contains(owner) && memberships.containsKey(owner))
            .map(owner -> memberships.get(owner).member().zone())
            .collect(Collectors.toSet());
    StandIns known = standIns;
    if (known == null) {
      known = new StandIns(members.values(), ranges);
      standIns = known; // racing threads compute the same, so no lock is needed
    }
    List<NodeId> order = known.of(range, list.owners(), takenZones, down);
    return order.stream().anyMatch(this::isLeaving)
        ? order.stream().sorted(Comparator.comparing(this::isLeaving)).toList()
        : order;
  }

  /** This ring with {@code list}, if that is newer than what it has; else this ring. */
  public Ring withOwners(RangeOwners list) {
    return withOwners(List.of(list));
  }

  /** The same for many lists. */
  public Ring withOwners(Collection<RangeOwners> newer) {
    newer.forEach(list -> ownersOf(list.range())); // refuses what is no range of this ring
    AgreedLists changed = lists.with(newer);
    return changed == lists ? this : with(changed);
  }

  /** The same for lists that were decreed. */
  Ring withDecreed(Collection<RangeOwners> newer) {
    return with(lists.withDecreed(newer));
  }

  private Ring with(AgreedLists changed) {
    return new Ring(id, ranges, replicas, memberships.values(), changed).placedAs(this);
  }

  /** Where ranges should be does not depend on where they are: what was computed is kept. */
  private Ring placedAs(Ring other) {
    if (memberships.equals(other.memberships)) {
      target = other.target;
      standIns = other.standIns;
    }
    return this;
  }

  /**
   * This ring with {@code member} in it, new or changed; one that is leaving goes on leaving. No
   * range moves by this.
   */
  public Ring withMember(RingMember member) {
    Membership old = memberships.get(member.id());
    if (old == null) {
      return with(new Membership(member, 1, State.PRESENT));
    }
    if (!old.isRemoved() && old.member().equals(member)) {
      return this;
    }
    return with(old.next(member, old.isLeaving() ? old.state() : State.PRESENT));
  }

  /** This ring with {@code node}, if it is in it, on its way out. No range moves by this. */
  public Ring withLeaving(NodeId node) {
    Membership old = memberships.get(node);
    return old == null || !old.isPresent() ? this : with(old.next(old.member(), State.LEAVING));
  }

  /** The same, and however few are left. */
  public Ring withLeavingByForce(NodeId node) {
    Membership old = memberships.get(node);
    return old == null || old.isRemoved() || old.isForced()
        ? this
        : with(old.next(old.member(), State.LEAVING_BY_FORCE));
  }

  /** This ring with {@code node} standing again as it stood in {@code before}. */
  Ring withEntryOf(NodeId node, Ring before) {
    Membership old = memberships.get(node);
    Membership then = before.memberships.get(node);
    return old == null || then == null || old.equals(then)
        ? this
        : with(old.next(then.member(), then.state()));
  }

  /** This ring with a mark that {@code node} was removed. No range moves by this. */
  public Ring withoutMember(NodeId node) {
    Membership old = memberships.get(node);
    return old == null || old.isRemoved() ? this : with(old.next(old.member(), State.REMOVED));
  }

  private Ring with(Membership changed) {
    SortedMap<NodeId, Membership> all = new TreeMap<>(memberships);
    all.put(changed.id(), changed);
    return new Ring(id, ranges, replicas, all.values(), lists);
  }

  /** Whether {@link #merge} can join the two: same id, Q and N. */
  public boolean isSameRing(Ring other) {
    return id.equals(other.id) && ranges == other.ranges && replicas == other.replicas;
  }

  /**
   * What either of the two knows: of each member's entry and each range's list the newer one.
   *
   * @throws IllegalArgumentException unless {@link #isSameRing}
   */
  public Ring merge(Ring other) {
    if (!isSameRing(other)) {
      throw new IllegalArgumentException(
          "ring " + name() + " cannot be merged with ring " + other.name());
    }
    SortedMap<NodeId, Membership> all = new TreeMap<>(memberships);
    other.memberships.forEach((node, entry) -> all.merge(node, entry, Membership::join));
    Ring merged = new Ring(id, ranges, replicas, all.values(), lists.join(other.lists));
    return merged.placedAs(other).placedAs(this);
  }

  /** A few lines for people: the ring, then each member with what it owns. */
  public String describe() {
    return RingText.of(this);
  }

  /** Its id, Q and N. */
  String name() {
    return id + " (Q=" + ranges + ", N=" + replicas + ")";
  }

  private static SortedMap<NodeId, Membership> byId(Collection<Membership> entries) {
    SortedMap<NodeId, Membership> byId = new TreeMap<>();
    for (Membership entry : entries) {
      if (byId.put(entry.id(), entry) != null) {
        throw new IllegalArgumentException("two entries for member " + entry.id());
      }
    }
    return byId;
  }

  private static Map<NodeId, RingMember> present(SortedMap<NodeId, Membership> memberships) {
    Map<NodeId, RingMember> present = new TreeMap<>();
    for (Membership entry : memberships.values()) {
      if (!entry.isRemoved()) {
        present.put(entry.id(), entry.member());
      }
    }
    return present;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ring that
        && isSameRing(that)
        && memberships.equals(that.memberships)
        && lists.equals(that.lists);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + lists.hashCode();
  }

  @Override
  public String toString() {
    return "Ring[" + name() + ", version " + version() + "]";
  }
}
