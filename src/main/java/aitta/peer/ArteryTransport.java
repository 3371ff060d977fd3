package aitta.peer;

import aitta.model.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;

/** Sends to the {@link Gate} of other nodes, at the address where the membership last saw them. */
public final class ArteryTransport implements Transport {
  /** Larger messages are cut into pieces; a frame of the ordinary channel holds 256 KiB. */
  private static final int MAX_WHOLE_BYTES = 128 * 1024;

  private record Gates(Address address, Outbox gate, ActorRef<Chunk> bulk) {}

  private final NodeId self;
  private final ActorRefResolver resolver;
  private final Executor executor;
  private final Function<NodeId, Optional<Address>> addresses;
  private final Map<NodeId, Gates> known = new ConcurrentHashMap<>();
  private final AtomicLong transfers = new AtomicLong();

  /**
   * @param addresses where a node can be found now
   */
  public ArteryTransport(
      NodeId self, ActorSystem<?> system, Function<NodeId, Optional<Address>> addresses) {
    this.self = self;
    this.resolver = ActorRefResolver.get(system);
    this.executor = system.executionContext();
    this.addresses = addresses;
  }

  @Override
  public boolean send(NodeId to, Envelope envelope) {
    Gates gates = gates(to);
    if (gates == null) {
      return false;
    }
    if (PeerFormat.sizeBound(envelope.message()) <= MAX_WHOLE_BYTES) {
      return gates.gate().add(envelope);
    }
    byte[] bytes = PeerFormat.encode(envelope);
    Chunks.cut(self, transfers.incrementAndGet(), bytes).forEach(gates.bulk()::tell);
    return true;
  }

  private Gates gates(NodeId to) {
    Address address = addresses.apply(to).orElse(null);
    if (address == null) {
      return null;
    }
    Gates gates = known.get(to);
    if (gates == null || !gates.address().equals(address)) {
      ActorRef<Parcel> gate = resolver.resolveActorRef(address + "/user/" + Gate.NAME);
      gates =
          new Gates(
              address,
              new Outbox(executor, gate::tell, MAX_WHOLE_BYTES),
              resolver.resolveActorRef(address + "/user/" + Gate.BULK_NAME));
      known.put(to, gates);
    }
    return gates;
  }
}
