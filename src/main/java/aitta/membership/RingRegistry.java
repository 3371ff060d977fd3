package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
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

  private final transient Map<String, RingState> rings;

  private RingRegistry(Map<String, RingState> rings) {
    this.rings = rings;
  }

  Optional<RingState> ring(String id) {
    return Optional.ofNullable(rings.get(id));
  }

  RingRegistry with(RingState state) {
    Map<String, RingState> more = new TreeMap<>(rings);
    more.merge(state.ring().id(), state, RingState::join);
    return new RingRegistry(more);
  }

  @Override
  public RingRegistry mergeData(RingRegistry that) {
    TreeMap<String, RingState> all = new TreeMap<>(rings);
    that.rings.forEach((id, state) -> all.merge(id, state, RingState::join));
    while (all.size() > MAX_RINGS) {
      all.remove(all.lastKey());
    }
    return new RingRegistry(all);
  }

  void writeTo(Output out) {
    out.putVarint(rings.size());
    rings.values().forEach(state -> state.writeTo(out));
  }

  static RingRegistry read(Input in) {
    Map<String, RingState> rings = new TreeMap<>();
    for (int left = in.getCount(1); left > 0; left--) {
      RingState state = RingState.read(in);
      rings.put(state.ring().id(), state);
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
