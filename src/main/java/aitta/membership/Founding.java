package aitta.membership;

import aitta.config.HostPort;
import aitta.model.NodeId;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * How a node comes by its ring: it founds one together with the others of a fresh cluster, joins
 * one that is there as a new member, or takes over its old place where its own disk has forgotten
 * it. See {@link FoundingVote} for what is allowed. Later it keeps its entry in the ring as its
 * settings are. Votes are written on this actor's thread, so it belongs on a dispatcher that may
 * block.
 */
public final class Founding extends AbstractBehavior<Founding.Command> {
  public static final String NAME = "founding";
  private static final Duration TICK = Duration.ofMillis(500);

  /** Ticks after which a ring counts as settled although the proposer has not said so. */
  private static final int SETTLED_AFTER_TICKS = 20;

  private static final int SECRET_BYTES = 32;

  public sealed interface Command {}

  /**
   * Will you be part of this ring?
   *
   * @param granted those that have agreed already
   */
  record Propose(NodeId proposer, HostPort at, Ring ring, Set<NodeId> granted)
      implements Command, RemoteMessage {
    Propose {
      granted = Set.copyOf(granted);
    }
  }

  record Voted(NodeId voter, String ring, FoundingVote.Answer answer)
      implements Command, RemoteMessage {}

  /**
   * This is the ring.
   *
   * @param at who wants to hear that it is kept
   * @param settled whether all its members have it on disk
   */
  record HandOut(HostPort at, RingState given, List<byte[]> secrets, boolean settled)
      implements Command, RemoteMessage {
    HandOut {
      secrets = List.copyOf(secrets);
    }
  }

  /** The ring is on this node's disk. */
  record Kept(NodeId node, String ring) implements Command, RemoteMessage {}

  /** Is there a ring that this node could have? Answered by a {@link HandOut}, or not at all. */
  record Wanted(NodeId node, HostPort at) implements Command, RemoteMessage {}

  /**
   * What membership sees now.
   *
   * @param ringExists whether a node that belongs here has ever said that it has a ring
   */
  record Surroundings(
      MemberDirectory members, Optional<RingState> ring, List<byte[]> secrets, boolean ringExists)
      implements Command {}

  private record Adopted(RingKeeper.Adopted result) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private final Self self;
  private final int initialNodes;
  private final DataDirectory directory;
  private final ActorRef<Membership.Command> membership;
  private final ActorRef<RingKeeper.Command> keeper;
  private final ActorRef<RingKeeper.Adopted> adopted;

  private MemberDirectory members = MemberDirectory.of(List.of());
  private Optional<RingState> ring = Optional.empty();
  private List<byte[]> secrets = List.of();
  private boolean ringExists;
  private Optional<Vote> vote;
  private Proposal proposal;
  private Set<HostPort> waitingForKept = new TreeSet<>(Founding::compare);
  private boolean settled;
  private int ticksWithRing;

  public static Behavior<Command> create(
      Self self,
      int initialNodes,
      DataDirectory directory,
      ActorRef<Membership.Command> membership,
      ActorRef<RingKeeper.Command> keeper) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Founding(
                        context, timers, self, initialNodes, directory, membership, keeper)));
  }

  private Founding(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Self self,
      int initialNodes,
      DataDirectory directory,
      ActorRef<Membership.Command> membership,
      ActorRef<RingKeeper.Command> keeper)
      throws IOException {
    super(context);
    context.setLoggerName(Founding.class);
    this.self = self;
    this.initialNodes = initialNodes;
    this.directory = directory;
    this.membership = membership;
    this.keeper = keeper;
    this.adopted = context.messageAdapter(RingKeeper.Adopted.class, Adopted::new);
    this.vote = directory.vote();
    this.settled = directory.ring().isPresent();
    if (settled) {
      membership.tell(Membership.Settled.INSTANCE);
    }
    membership.tell(new Membership.Inform(context.getSelf(), keeper));
    timers.startTimerAtFixedRate(Tick.INSTANCE, TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Surroundings.class, this::onSurroundings)
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Propose.class, this::onPropose)
        .onMessage(Voted.class, this::onVoted)
        .onMessage(HandOut.class, this::onHandOut)
        .onMessage(Adopted.class, this::onAdopted)
        .onMessage(Kept.class, this::onKept)
        .onMessage(Wanted.class, this::onWanted)
        .build();
  }

  private Behavior<Command> onSurroundings(Surroundings message) {
    members = message.members();
    ringExists = message.ringExists();
    if (message.ring().isPresent()) { // this actor may know of its ring before membership does
      ring = message.ring();
      secrets = message.secrets();
    }
    return this;
  }

  private Behavior<Command> onTick() {
    if (ring.isPresent()) {
      if (proposal != null && proposal.decided()) {
        handOut();
      }
      if (!settled && ++ticksWithRing >= SETTLED_AFTER_TICKS) {
        settle();
      }
      keepOwnEntry();
    } else if (members.current().containsKey(self.node())) {
      askForRing();
      propose();
    }
    return this;
  }

  /**
   * A node that was started with another zone or weight has it put down, once most members are
   * there: one that was removed hears of it before it has changed anything.
   */
  private void keepOwnEntry() {
    Ring now = ring.orElseThrow().ring();
    long present =
        members.present().stream().filter(peer -> now.members().containsKey(peer.node())).count();
    if (2 * present > now.members().size()
        && now.members().containsKey(self.node())
        && !now.members().get(self.node()).equals(ownMember())) {
      keeper.tell(
          new RingKeeper.Change(
              newest ->
                  newest.members().containsKey(self.node())
                      ? newest.withMember(ownMember())
                      : newest,
              getContext().getSystem().ignoreRef()));
    }
  }

  private RingMember ownMember() {
    return new RingMember(self.node(), self.facts().zone(), self.facts().weight());
  }

  private void askForRing() {
    for (Sight peer : members.present()) {
      if (!peer.node().equals(self.node())) {
        send(peer.at(), new Wanted(self.node(), self.at()));
      }
    }
  }

  private void propose() {
    List<Sight> present = members.present();
    SortedSet<NodeId> ids =
        present.stream().map(Sight::node).collect(Collectors.toCollection(TreeSet::new));
    boolean anyHasRing =
        ringExists || present.stream().anyMatch(peer -> !peer.facts().ring().isEmpty());
    if (!FoundingVote.shouldPropose(self.node(), ids, anyHasRing, initialNodes)) {
      if (proposal != null && !proposal.decided()) {
        proposal = null;
      }
      return;
    }
    if (proposal == null || !proposal.members().equals(ids) && !proposal.decided()) {
      proposal = newProposal(present);
      getContext().getLog().info("Proposing ring {} of {}", proposal.ring().id(), ids);
    }
    for (Sight peer : present) {
      if (!proposal.granted().contains(peer.node())) {
        Propose question = new Propose(self.node(), self.at(), proposal.ring(), proposal.granted());
        send(peer.at(), question);
      }
    }
  }

  private Proposal newProposal(List<Sight> present) {
    SecureRandom random = new SecureRandom();
    byte[] suffix = new byte[8];
    random.nextBytes(suffix);
    // The time in front makes ids sort by age; only their being distinct is relied on elsewhere.
    String id =
        HexFormat.of().toHexDigits(System.currentTimeMillis(), 12)
            + HexFormat.of().formatHex(suffix);
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    List<RingMember> ringMembers =
        present.stream()
            .map(peer -> new RingMember(peer.node(), peer.facts().zone(), peer.facts().weight()))
            .toList();
    Ring proposed = Ring.found(id, ringMembers, self.compat().ranges(), self.compat().replicas());
    return new Proposal(proposed, List.of(secret));
  }

  private Behavior<Command> onPropose(Propose message) {
    Set<NodeId> ids =
        message.ring().members().values().stream().map(RingMember::id).collect(Collectors.toSet());
    boolean bound = ring.isPresent() || proposal != null && proposal.decided();
    FoundingVote.Answer answer =
        FoundingVote.judge(self.node(), bound, vote, message.proposer(), ids, message.granted());
    if (answer == FoundingVote.Answer.GRANTED) {
      Vote next = new Vote(message.proposer(), message.ring().id());
      if (!vote.equals(Optional.of(next))) {
        try {
          directory.keepVote(next);
        } catch (IOException e) {
          getContext().getLog().error("Cannot keep a vote, so it is not given", e);
          return this;
        }
        vote = Optional.of(next);
      }
      if (!message.proposer().equals(self.node())) {
        proposal = null; // agreeing to another is giving up one's own
      }
    }
    send(message.at(), new Voted(self.node(), message.ring().id(), answer));
    return this;
  }

  private Behavior<Command> onVoted(Voted message) {
    if (proposal == null || !proposal.ring().id().equals(message.ring())) {
      return this;
    }
    if (message.answer() == FoundingVote.Answer.GRANTED) {
      proposal.granted().add(message.voter());
      if (!proposal.decided() && FoundingVote.isDecided(proposal.members(), proposal.granted())) {
        proposal.decide();
        adopt(new RingState(proposal.ring(), Claims.NONE), proposal.secrets(), false);
      }
    } else {
      getContext().getLog().info("{} answers {} to the ring", message.voter(), message.answer());
    }
    return this;
  }

  private void adopt(RingState given, List<byte[]> itsSecrets, boolean taken) {
    keeper.tell(new RingKeeper.Adopt(given, itsSecrets, taken, adopted));
  }

  private Behavior<Command> onHandOut(HandOut message) {
    Ring given = message.given().ring();
    if (ring.isPresent()) {
      if (ring.get().ring().id().equals(given.id())) {
        send(message.at(), new Kept(self.node(), given.id()));
        if (message.settled()) {
          settle();
        }
      }
      return this;
    }
    boolean founder = vote.isPresent() && vote.get().ring().equals(given.id());
    waitingForKept.add(message.at());
    if (given.members().containsKey(self.node())) {
      adopt(message.given(), message.secrets(), !founder);
    } else {
      getContext().getLog().info("Joining ring {} of {}", given.id(), given.members().keySet());
      RingState joined = new RingState(given.withMember(ownMember()), message.given().claims());
      adopt(joined, message.secrets(), true);
    }
    if (message.settled()) {
      settle();
    }
    return this;
  }

  private Behavior<Command> onAdopted(Adopted message) {
    if (!message.result().problem().isEmpty()) {
      getContext().getLog().error("No ring yet: {}", message.result().problem());
      return this;
    }
    String id = message.result().state().ring().id();
    try {
      directory.forgetVote();
      vote = Optional.empty();
    } catch (IOException e) {
      getContext().getLog().warn("Cannot remove a vote that is over; it does no harm", e);
    }
    waitingForKept.forEach(at -> send(at, new Kept(self.node(), id)));
    waitingForKept.clear();
    if (proposal != null && proposal.decided()) {
      getContext().getLog().info("Founded ring {} of {}", id, proposal.members());
      proposal.kept().add(self.node());
      ring = Optional.of(message.result().state());
      secrets = proposal.secrets();
      handOut();
    }
    return this;
  }

  private void handOut() {
    boolean all = proposal.kept().containsAll(proposal.members());
    for (NodeId id : proposal.members()) {
      Sight peer = members.current().get(id);
      if (peer != null && !id.equals(self.node()) && (all || !proposal.kept().contains(id))) {
        send(peer.at(), new HandOut(self.at(), ring.orElseThrow(), secrets, all));
      }
    }
    if (all) {
      proposal = null;
      settle();
    }
  }

  private void settle() {
    if (!settled) {
      settled = true;
      membership.tell(Membership.Settled.INSTANCE);
    }
  }

  private Behavior<Command> onKept(Kept message) {
    if (proposal != null && proposal.decided() && proposal.ring().id().equals(message.ring())) {
      proposal.kept().add(message.node());
      if (proposal.kept().containsAll(proposal.members())) {
        handOut();
      }
    }
    return this;
  }

  private Behavior<Command> onWanted(Wanted message) {
    if (ring.isPresent() && !secrets.isEmpty()) {
      send(message.at(), new HandOut(self.at(), ring.get(), secrets, settled));
    }
    return this;
  }

  private void send(HostPort to, Command message) {
    if (to.equals(self.at())) {
      getContext().getSelf().tell(message);
    } else {
      Addresses.selection(getContext().getSystem(), to, NAME)
          .tell(message, org.apache.pekko.actor.ActorRef.noSender());
    }
  }

  private static int compare(HostPort one, HostPort other) {
    return one.toString().compareTo(other.toString());
  }
}
