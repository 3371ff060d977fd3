package aitta.simulation;

import aitta.antientropy.RepairKeeper;
import aitta.coordinator.Coordinators;
import aitta.model.Key;
import aitta.peer.Envelope;
import aitta.peer.Peers;
import aitta.peer.Standing;
import aitta.replica.Fitness;
import aitta.replica.Rows;
import aitta.request.Outcome;
import aitta.request.Request;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** One node from one start to its end. Nothing is decided here. */
final class NodeProcess {
  private static final long READY_POLL_NANOS = 50_000_000;

  private final SimulatedNode node;
  private final SimulatedCluster cluster;
  private final OpenDisk disk;
  private final JournalWrites writes;
  private final RingRegister register;
  private final Departing departing;
  private final NodeAnswers answers;
  private final Peers peers;
  private final NodeParts parts;
  private final NodeState state;
  private ActorRef<NodeParts.Nothing> root;
  private boolean dead;

  NodeProcess(
      SimulatedNode node,
      SimulatedCluster cluster,
      OpenDisk disk,
      JournalWrites writes,
      SplittableRandom random) {
    this.node = node;
    this.cluster = cluster;
    this.disk = disk;
    this.writes = writes;
    this.register = node.register();
    this.answers = new NodeAnswers(node, cluster, () -> dead);
    this.peers =
        new Peers(
            node.id,
            node.clock,
            answers,
            (to, envelope) -> {
              if (!dead) {
                cluster.send(to, envelope);
              }
              return true;
            },
            cluster.flaw().numbers(random.split()));
    this.parts =
        new NodeParts(
            node,
            cluster,
            disk,
            new DroppedTables(disk, writes, cluster.timeline(), node),
            register::ring,
            peers,
            random);
    this.state = new NodeState(node, parts, disk);
    this.departing = new Departing(node, cluster, register, state);
  }

  void start(ActorContext<Machine.Order> guardian) {
    root = parts.start(guardian, answers::by);
    awaitReady();
    register.begin();
    if (cluster.isMoving()) {
      look();
    }
  }

  private void awaitReady() {
    cluster
        .timeline()
        .after(
            READY_POLL_NANOS,
            () -> {
              if (!dead && !state.isReady()) {
                awaitReady();
              } else if (!dead && !disk.disk().hasMadeRanges) {
                disk.flush();
                disk.disk().hasMadeRanges = true;
              }
            });
  }

  /** What a node does once a second. */
  private void look() {
    cluster
        .timeline()
        .after(
            Departing.LOOK_NANOS,
            () ->
                node.run(
                    () -> {
                      if (!dead) {
                        departing.look();
                        look();
                      }
                    }));
  }

  // Its end

  void kill(SplittableRandom fate) {
    dead = true;
    register.close();
    writes.kill(fate, cluster.flaw().eventsLostAtCrash());
    disk.close();
  }

  void stop(ActorContext<Machine.Order> guardian) {
    guardian.stop(root);
  }

  // What it is asked

  /** Answered on a thread of the node, when it has one to spare. */
  void received(Envelope envelope) {
    node.run(
        () -> {
          if (!dead) {
            peers.received(envelope);
          }
        });
  }

  void submit(Request request, Consumer<Outcome> done) {
    parts
        .coordinators()
        .tell(
            new Coordinators.Submit(
                cluster.flaw().request(request),
                outcome -> {
                  if (!dead) {
                    done.accept(outcome);
                  }
                }));
  }

  void flush() {
    disk.flush();
  }

  void failNextWrite(JournalWrites.Failure failure) {
    writes.failNext(failure);
  }

  void repairAll() {
    parts.repairs().tell(new RepairKeeper.Begin(-1));
  }

  /** What an operator does where too few are left who could confirm a copy, or fill it. */
  void acceptLossWhereItIsNotFit() {
    for (int range : parts.replicas().keySet()) {
      if (parts.copies().of(range).filter(c -> c.fitness() != Fitness.FIT).isPresent()) {
        parts.copies().acceptLoss(range);
      }
    }
  }

  /** A mistake: the row of a key goes, and nothing else of it. */
  void forget(Key key) {
    state
        .figures()
        .of(key.range(SimulatedCluster.RANGES))
        .ifPresent(copy -> disk.remove(copy.table(), Rows.of(key)));
  }

  // How it stands

  NodeState state() {
    return state;
  }

  long deliveries() {
    return parts.deliveries();
  }

  long unwrittenBytes() {
    return parts.unwrittenBytes();
  }

  Standing ownCopy(int range) {
    return parts.local().ownCopy(range);
  }
}
