package aitta.peer;

import aitta.clock.NodeClock;
import aitta.codec.MalformedException;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The two actors of a node that its peers send to: {@link #NAME} for ordinary messages, {@link
 * #BULK_NAME} for pieces of large ones, which travel on a channel of their own.
 */
public final class Gate {
  public static final String NAME = "gate";
  public static final String BULK_NAME = "bulk";

  private static final long MAX_UNFINISHED_BYTES = 128L << 20;
  private static final Duration MAX_UNFINISHED_AGE = Duration.ofSeconds(60);

  private Gate() {}

  public static Behavior<Parcel> create(Peers peers) {
    return Behaviors.receive(
        (context, parcel) -> {
          if (parcel instanceof Envelope envelope) {
            peers.received(envelope);
          } else {
            for (byte[] message : ((Bundle) parcel).messages()) {
              try {
                peers.received(PeerFormat.decode(message));
              } catch (MalformedException e) {
                context.getLog().error("one of several messages: {}", e.getMessage());
              }
            }
          }
          return Behaviors.same();
        });
  }

  public static Behavior<Chunk> createBulk(Peers peers, NodeClock clock) {
    Chunks chunks = new Chunks(MAX_UNFINISHED_BYTES, MAX_UNFINISHED_AGE.toNanos());
    return Behaviors.receive(
        (context, chunk) -> {
          byte[] whole = chunks.add(chunk, clock.nanos());
          if (whole != null) {
            try {
              peers.received(PeerFormat.decode(whole));
            } catch (MalformedException e) {
              context.getLog().error("from {}: {}", chunk.from(), e.getMessage());
            }
          }
          return Behaviors.same();
        });
  }
}
