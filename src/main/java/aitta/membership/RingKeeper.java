package aitta.membership;

import aitta.ring.Ring;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * Keeps this node's ring: on disk, equal to what Distributed Data brings, and known to membership;
 * also what is known of the peers. Writes to disk on its own thread, so it belongs on a dispatcher
 * that may block; several changes within a moment are one write.
 */
public final class RingKeeper extends AbstractBehavior<RingKeeper.Command> {
  private static final Duration COALESCE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(2);

  public sealed interface Command {}

  /**
   * This node had no ring and has this one now. On disk before {@code replyTo} hears of it.
   *
   * @param taken whether the node's place in it is older than its directory
   */
  record Adopt(Ring ring, List<byte[]> secrets, boolean taken, ActorRef<Adopted> replyTo)
      implements Command {}

  /**
   * @param problem why it could not be kept; empty if it was
   */
  record Adopted(Ring ring, String problem) {}

  /** Joined into the ring of the same id, here and at every node; ignored for another ring. */
  public record Advance(Ring ring) implements Command {}

  /** What is known of the peers, for the next start. */
  record KeepPeers(List<KnownPeer> peers) implements Command {
    KeepPeers {
      peers = List.copyOf(peers);
    }
  }

  private enum Save implements Command {
    INSTANCE
  }

  private record Changed(Replicator.SubscribeResponse<RingRegistry> response) implements Command {}

  private record Updated(Replicator.UpdateResponse<RingRegistry> response) implements Command {}

  private final DataDirectory directory;
  private final ActorRef<Membership.Command> membership;
  private final TimerScheduler<Command> timers;
  private final ReplicatorMessageAdapter<Command, RingRegistry> replicator;
  private Ring ring;
  private List<byte[]> secrets;

  public static Behavior<Command> create(
      DataDirectory directory, ActorRef<Membership.Command> membership) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new RingKeeper(context, timers, directory, membership)));
  }

  private RingKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      DataDirectory directory,
      ActorRef<Membership.Command> membership)
      throws IOException {
    super(context);
    context.setLoggerName(RingKeeper.class);
    this.directory = directory;
    this.membership = membership;
    this.timers = timers;
    this.replicator =
        new ReplicatorMessageAdapter<>(
            context, DistributedData.get(context.getSystem()).replicator(), Duration.ofSeconds(5));
    this.ring = directory.ring().orElse(null);
    this.secrets = directory.secrets();
    replicator.subscribe(RingRegistry.KEY, Changed::new);
    if (ring != null) {
      spread();
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Advance.class, this::onAdvance)
        .onMessage(KeepPeers.class, this::onKeepPeers)
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Updated.class, this::onUpdated)
        .onMessageEquals(Save.INSTANCE, this::onSave)
        .onSignal(PostStop.class, signal -> timers.isTimerActive(Save.INSTANCE) ? onSave() : this)
        .build();
  }

  private Behavior<Command> onAdopt(Adopt message) {
    if (ring != null) {
      String problem =
          ring.id().equals(message.ring().id()) ? "" : "has ring " + ring.id() + " already";
      message.replyTo().tell(new Adopted(ring, problem));
      return this;
    }
    try {
      // In this order, each on disk before the next: a ring without secrets, or a taken place that
      // passes for an own one, must not be found after a crash.
      directory.keepSecrets(message.secrets());
      if (message.taken()) {
        directory.markNew();
      }
      directory.keepRing(message.ring());
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep ring {}", message.ring().id(), e);
      message.replyTo().tell(new Adopted(message.ring(), e.toString()));
      return this;
    }
    ring = message.ring();
    secrets = message.secrets();
    tellMembership();
    spread();
    message.replyTo().tell(new Adopted(ring, ""));
    return this;
  }

  private Behavior<Command> onAdvance(Advance message) {
    if (take(message.ring())) {
      spread();
    }
    return this;
  }

  private Behavior<Command> onKeepPeers(KeepPeers message) {
    try {
      directory.keepPeers(message.peers());
    } catch (IOException e) {
      // The next change brings another chance; until then the older addresses serve.
      getContext().getLog().error("Cannot keep the addresses of the peers", e);
    }
    return this;
  }

  private Behavior<Command> onChanged(Changed message) {
    if (ring != null && message.response() instanceof Replicator.Changed<RingRegistry> changed) {
      changed.get(RingRegistry.KEY).ring(ring.id()).ifPresent(this::take);
    }
    return this;
  }

  /** Whether this was something new. */
  private boolean take(Ring other) {
    if (ring == null || !ring.isSameRing(other)) {
      return false;
    }
    Ring joined = ring.merge(other);
    if (Objects.equals(joined, ring)) {
      return false;
    }
    ring = joined;
    tellMembership();
    if (!timers.isTimerActive(Save.INSTANCE)) {
      timers.startSingleTimer(Save.INSTANCE, Save.INSTANCE, COALESCE);
    }
    return true;
  }

  private Behavior<Command> onSave() {
    try {
      directory.keepRing(ring);
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep ring {} on disk, will try again", ring.id(), e);
      timers.startSingleTimer(Save.INSTANCE, Save.INSTANCE, RETRY);
    }
    return this;
  }

  private void tellMembership() {
    membership.tell(new Membership.RingIs(ring, secrets));
  }

  private void spread() {
    Ring now = ring;
    replicator.askUpdate(
        replyTo ->
            new Replicator.Update<>(
                RingRegistry.KEY,
                RingRegistry.EMPTY,
                Replicator.writeLocal(),
                replyTo,
                registry -> registry.with(now)),
        Updated::new);
  }

  private Behavior<Command> onUpdated(Updated message) {
    if (!(message.response() instanceof Replicator.UpdateSuccess<RingRegistry>)) {
      getContext().getLog().warn("The ring was not spread: {}", message.response());
    }
    return this;
  }
}
