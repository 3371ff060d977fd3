package aitta.membership;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import aitta.ring.Ring;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps this node's ring: on disk, equal to what Distributed Data brings, and known to membership;
 * also what is known of the peers. Writes to disk on its own thread, so it belongs on a dispatcher
 * that may block; several changes within a moment are one write.
 */
public final class RingKeeper extends AbstractBehavior<RingKeeper.Command> {
  private static final Duration COALESCE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Each is one more checksum for a context that is damaged. */
  private static final int MAX_SECRETS = 32;

  public sealed interface Command {}

  /**
   * This node had no ring and has this one now. On disk before {@code replyTo} hears of it.
   *
   * @param taken whether the node's place in it is older than its directory
   */
  record Adopt(RingState given, List<byte[]> secrets, boolean taken, ActorRef<Adopted> replyTo)
      implements Command {}

  /**
   * @param problem why it could not be kept; empty if it was
   */
  record Adopted(RingState state, String problem) {}

  /**
   * This list of a range's owners was decided: it goes into the ring, here and at every node,
   * within a moment and together with others. Whoever has to know it at once is told otherwise.
   */
  public record Decided(RangeOwners list) implements Command {}

  /**
   * Changes this node's ring, and so that of all. On disk here, and told to all others that can be
   * reached, before {@code replyTo} hears of it; without a ring it hears nothing. Of two changes
   * made at one time at nodes that reach each other, at least one hears of a ring with both.
   *
   * @param change applied to the newest ring; gives back the same one where nothing is to change
   */
  public record Change(UnaryOperator<Ring> change, ActorRef<Kept> replyTo) implements Command {}

  /**
   * @param problem why the change is not on this node's disk; empty if it is
   */
  public record Kept(Ring ring, String problem) {}

  /**
   * Tells all others this node's ring as it is now; without a ring {@code replyTo} hears nothing.
   */
  public record Spread(ActorRef<Heard> replyTo) implements Command {}

  /** Who of the cluster's other nodes has said that it has what was spread. */
  public enum Heard {
    ALL,
    SOME,
    NONE
  }

  /**
   * Contexts that were signed by these are to be valid here.
   *
   * @param replyTo told why they could not be kept; empty once they are on disk
   */
  public record AddSecrets(List<byte[]> more, ActorRef<String> replyTo) implements Command {}

  /** What is known of the peers, for the next start. */
  record KeepPeers(List<KnownPeer> peers) implements Command {
    KeepPeers {
      peers = List.copyOf(peers);
    }
  }

  private enum TakeDecided implements Command {
    INSTANCE
  }

  private enum Save implements Command {
    INSTANCE
  }

  private record Run(Runnable what) implements Command {}

  private final DataDirectory directory;
  private final ActorRef<Membership.Command> membership;
  private final TimerScheduler<Command> timers;
  private final RingGossip<Command> gossip;
  private final NodeId self;
  private RingState state; // null without a ring
  private List<byte[]> secrets;
  private final Map<Integer, RangeOwners> decided = new HashMap<>(); // and not in the ring yet
  private boolean unsaved;
  private RingRegistry heard = RingRegistry.EMPTY;

  public static Behavior<Command> create(
      NodeId self, DataDirectory directory, ActorRef<Membership.Command> membership) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new RingKeeper(context, timers, self, directory, membership)));
  }

  private RingKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      DataDirectory directory,
      ActorRef<Membership.Command> membership)
      throws IOException {
    super(context);
    context.setLoggerName(RingKeeper.class);
    this.self = self;
    this.directory = directory;
    this.membership = membership;
    this.timers = timers;
    this.secrets = directory.secrets();
    this.gossip = new RingGossip<>(context, Run::new, this::hear);
    Optional<Ring> kept = directory.ring();
    if (kept.isPresent()) {
      state = new RingState(kept.get(), claimed(directory.claims()));
      tellMembership();
      gossip.spread(state);
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Decided.class, this::onDecided)
        .onMessageEquals(TakeDecided.INSTANCE, this::onTakeDecided)
        .onMessage(Change.class, this::onChange)
        .onMessage(Spread.class, this::onSpread)
        .onMessage(AddSecrets.class, this::onAddSecrets)
        .onMessage(KeepPeers.class, this::onKeepPeers)
        .onMessage(Run.class, this::onRun)
        .onMessageEquals(Save.INSTANCE, this::onSave)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  /** With this directory's claim, which each directory makes once. */
  private Claims claimed(Claims known) throws IOException {
    if (directory.hasClaimed()) {
      return directory.claims().join(known);
    }
    Claims more = known.claimedBy(self, directory.incarnation());
    directory.keepClaims(more);
    return more;
  }

  private Behavior<Command> onAdopt(Adopt message) {
    Ring given = message.given().ring();
    if (state != null) {
      String id = state.ring().id();
      String problem = id.equals(given.id()) ? "" : "has ring " + id + " already";
      message.replyTo().tell(new Adopted(state, problem));
      return this;
    }
    try {
      if (directory.hasClaimed()
          && directory
              .claims()
              .isOvertakenIn(message.given().claims(), self, directory.incarnation())) {
        endOvertaken(given.id());
        return this;
      }
      // In this order, each on disk before the next: a ring without secrets, or a taken place that
      // passes for an own one, must not be found after a crash.
      directory.keepSecrets(message.secrets());
      if (message.taken()) {
        directory.markNew();
      }
      Claims claims = claimed(message.given().claims());
      directory.keepRing(given);
      state = new RingState(given, claims);
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep ring {}", given.id(), e);
      message.replyTo().tell(new Adopted(message.given(), e.toString()));
      return this;
    }
    secrets = message.secrets();
    tellMembership();
    heard.ring(given.id()).ifPresent(this::take);
    gossip.spread(state);
    message.replyTo().tell(new Adopted(state, ""));
    return this;
  }

  /** A new ring for each would cost as much as there are ranges, as often as there are ranges. */
  private Behavior<Command> onDecided(Decided message) {
    RangeOwners list = message.list();
    decided.merge(list.range(), list, (a, b) -> a.version() >= b.version() ? a : b);
    if (!timers.isTimerActive(TakeDecided.INSTANCE)) {
      timers.startSingleTimer(TakeDecided.INSTANCE, TakeDecided.INSTANCE, COALESCE);
    }
    return this;
  }

  private Behavior<Command> onTakeDecided() {
    if (state != null && take(new RingState(withDecided(), state.claims()))) {
      gossip.spread(state);
    }
    return this;
  }

  private Ring withDecided() {
    Ring newest = state.ring().withOwners(decided.values());
    decided.clear();
    return newest;
  }

  private Behavior<Command> onStop() {
    if (state != null && !decided.isEmpty()) {
      state = new RingState(withDecided(), state.claims());
      unsaved = true;
    }
    return unsaved ? onSave() : this;
  }

  private Behavior<Command> onChange(Change message) {
    if (state == null) {
      return this;
    }
    onTakeDecided();
    Ring changed = message.change().apply(state.ring());
    if (changed.equals(state.ring())) {
      message.replyTo().tell(new Kept(changed, ""));
      return this;
    }
    try {
      directory.keepRing(changed);
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep a change of the ring on disk", e);
      message.replyTo().tell(new Kept(state.ring(), e.toString()));
      return this;
    }
    state = new RingState(changed, state.claims());
    tellMembership();
    // Others have told this node, too, while it told them: their news may wait to be passed on.
    gossip.tellAll(
        state,
        told -> gossip.look(this::hear, () -> message.replyTo().tell(new Kept(state.ring(), ""))));
    return this;
  }

  private Behavior<Command> onSpread(Spread message) {
    if (state == null) {
      return this;
    }
    onTakeDecided();
    gossip.tellAll(
        state,
        all -> {
          if (all) {
            message.replyTo().tell(Heard.ALL);
          } else {
            gossip.tellAnother(
                state, some -> message.replyTo().tell(some ? Heard.SOME : Heard.NONE));
          }
        });
    return this;
  }

  private Behavior<Command> onAddSecrets(AddSecrets message) {
    if (state == null) {
      message.replyTo().tell("has no ring yet");
      return this;
    }
    List<byte[]> all = new ArrayList<>(secrets);
    for (byte[] one : message.more()) {
      if (all.stream().noneMatch(known -> Arrays.equals(known, one))) {
        all.add(one);
      }
    }
    String problem = all.size() > MAX_SECRETS ? "has as many secrets as it keeps" : "";
    if (problem.isEmpty() && all.size() > secrets.size()) {
      try {
        directory.keepSecrets(all);
        secrets = List.copyOf(all);
        tellMembership();
      } catch (IOException e) {
        getContext().getLog().error("Cannot keep the secrets of another ring", e);
        problem = e.toString();
      }
    }
    message.replyTo().tell(problem);
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

  private Behavior<Command> onRun(Run message) {
    message.what().run();
    return this;
  }

  private void hear(RingRegistry news) {
    heard = news;
    if (state != null) {
      heard.ring(state.ring().id()).ifPresent(this::take);
    }
  }

  /** Whether this was something new. */
  private boolean take(RingState other) {
    if (!state.ring().isSameRing(other.ring())) {
      return false;
    }
    if (state.claims().isOvertakenIn(other.claims(), self, directory.incarnation())) {
      endOvertaken(state.ring().id());
      return false;
    }
    RingState joined = state.join(other);
    if (joined.equals(state)) {
      return false;
    }
    boolean removed = joined.ring().isRemoved(self) && !state.ring().isRemoved(self);
    state = joined;
    tellMembership();
    unsaved = true;
    if (removed) {
      onSave();
      membership.tell(
          new Membership.End(Ending.Restart.asNew(JoinPlan.removed("one of its members"))));
      return true;
    }
    if (!timers.isTimerActive(Save.INSTANCE)) {
      timers.startSingleTimer(Save.INSTANCE, Save.INSTANCE, COALESCE);
    }
    return true;
  }

  private void endOvertaken(String ringId) {
    membership.tell(new Membership.End(Ending.failure(Claims.overtaken(self, ringId))));
  }

  private Behavior<Command> onSave() {
    try {
      directory.keepClaims(state.claims());
      directory.keepRing(state.ring());
      unsaved = false;
    } catch (IOException e) {
      getContext().getLog().error("Cannot keep the ring on disk, will try again", e);
      timers.startSingleTimer(Save.INSTANCE, Save.INSTANCE, RETRY);
    }
    return this;
  }

  private void tellMembership() {
    membership.tell(new Membership.RingIs(state, secrets));
  }
}
