package aitta.coordinator;

import aitta.model.Key;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The coordinators of a node: each key has its own, so that conditional writes of one key meet each
 * other, and requests for different keys do not wait for one thread.
 *
 * @param members in the order of {@link #behaviors}
 */
public record CoordinatorPool(List<ActorRef<Coordinators.Command>> members) {
  /** With more than there are threads, one long step holds up few others. */
  private static final int MEMBERS_A_PROCESSOR = 4;

  public CoordinatorPool {
    members = List.copyOf(members);
  }

  /**
   * What the members do.
   *
   * @param start of this node: higher than that of any earlier start
   * @param maxRunning requests at once, of all members together
   */
  public static Stream<Behavior<Coordinators.Command>> behaviors(
      Coordination shared, long start, int maxRunning) {
    ConditionalClaims claims = new ConditionalClaims(start, ThreadLocalRandom.current().nextLong());
    Admission admission = new Admission(maxRunning);
    int count = MEMBERS_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
    return IntStream.range(0, count)
        .mapToObj(member -> Coordinators.create(shared, claims, admission));
  }

  public void tell(Coordinators.Submit message) {
    of(message.request().key()).tell(message);
  }

  public void tell(Coordinators.Accept message) {
    of(message.forward().write().key()).tell(message);
  }

  private ActorRef<Coordinators.Command> of(Key key) {
    return members.get(Math.floorMod(key.hashCode(), members.size()));
  }
}
