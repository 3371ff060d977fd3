package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.ring.Ring;
import aitta.ring.RingFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.cluster.ddata.AbstractReplicatedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ReplicatedDataSerialization;

/**
 * Rings by their id, as Distributed Data spreads them. Rings of one id are joined by their
 * versions; another cluster's ring that strays in stands beside and clashes with nothing. No
 * identity of a Pekko node is in it, so nothing has to be pruned.
 */
public final class RingRegistry extends AbstractReplicatedData<RingRegistry>
    implements ReplicatedDataSerialization {
  private static final long serialVersionUID = 1L;

  /** More rings than this in one cluster are a defect, not a state to spread. */
  private static final int MAX_RINGS = 16;

  static final RingRegistry EMPTY = new RingRegistry(Map.of());
  static final Key<RingRegistry> KEY = new RegistryKey();

  private final transient Map<String, Ring> rings;

  private RingRegistry(Map<String, Ring> rings) {
    this.rings = rings;
  }

  Optional<Ring> ring(String id) {
    return Optional.ofNullable(rings.get(id));
  }

  RingRegistry with(Ring ring) {
    Map<String, Ring> more = new TreeMap<>(rings);
    more.merge(ring.id(), ring, RingRegistry::join);
    return new RingRegistry(more);
  }

  @Override
  public RingRegistry mergeData(RingRegistry that) {
    TreeMap<String, Ring> all = new TreeMap<>(rings);
    that.rings.forEach((id, ring) -> all.merge(id, ring, RingRegistry::join));
    while (all.size() > MAX_RINGS) {
      all.remove(all.lastKey());
    }
    return new RingRegistry(all);
  }

  /** Rings of one id that differ in Q or N are a defect that the check of a join keeps out. */
  private static Ring join(Ring one, Ring other) {
    return one.isSameRing(other) ? one.merge(other) : one;
  }

  void writeTo(Output out) {
    out.putVarint(rings.size());
    rings.values().forEach(ring -> out.putBytes(RingFormat.encode(ring)));
  }

  static RingRegistry read(Input in) {
    Map<String, Ring> rings = new TreeMap<>();
    for (int left = in.getCount(1); left > 0; left--) {
      Ring ring = RingFormat.decode(in.getBytes());
      rings.put(ring.id(), ring);
    }
    return new RingRegistry(rings);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingRegistry that && rings.equals(that.rings);
  }

  @Override
  public int hashCode() {
    return rings.hashCode();
  }

  @Override
  public String toString() {
    return "RingRegistry" + rings.keySet();
  }

  private static final class RegistryKey extends Key<RingRegistry> {
    private static final long serialVersionUID = 1L;

    RegistryKey() {
      super("aitta-ring");
    }
  }
}
