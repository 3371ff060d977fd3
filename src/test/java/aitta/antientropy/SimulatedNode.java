package aitta.antientropy;

import aitta.antientropy.Copies.Copy;
import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.peer.LocalParts;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.Fitness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A node with one simulated copy in the place of its replicas: every range that it owns is that
 * copy. What it is asked, and what its keepers say of its copies, is written down.
 */
final class SimulatedNode implements LocalParts, Owners {
  static final int RANGE = SimulatedCopy.RANGE;

  private final SimulatedCluster cluster;
  private final NodeId id;
  private final Peers peers;
  private final Copies own =
      new Copies() {
        @Override
        public Set<Integer> ranges() {
          return copies.keySet();
        }

        @Override
        public Optional<Copy> of(int range) {
          return Optional.ofNullable(copies.get(range));
        }

        @Override
        public void confirmed(int range, long life) {
          said.add("confirmed " + range);
          be(range, Fitness.FIT);
        }

        @Override
        public void denied(int range, long life) {
          said.add("denied " + range);
          be(range, Fitness.BEHIND);
        }

        @Override
        public void caughtUp(int range, long life) {
          said.add("caught up " + range);
          be(range, Fitness.FIT);
        }

        @Override
        public void acceptLoss(int range) {
          said.add("accepted " + range);
        }

        @Override
        public void setAside(int range, long life, long mark) {
          said.add("set aside " + range + " for " + mark);
        }

        @Override
        public void deadKeys(int range, int max, Consumer<List<DeadKey>> due) {
          due.accept(dead);
        }
      };
  final SimulatedCopy copy = new SimulatedCopy();
  final Queue<PeerMessage.Question> asked = new ConcurrentLinkedQueue<>();
  final Queue<String> said = new ConcurrentLinkedQueue<>();
  final ConcurrentMap<Integer, Copy> copies = new ConcurrentHashMap<>();
  final Map<Integer, ConfirmAnswer.Seen> seen = new HashMap<>(); // of whoever asks
  final Set<NodeId> unreachable = ConcurrentHashMap.newKeySet();
  final Set<Integer> foreign = ConcurrentHashMap.newKeySet(); // ranges that it does not own
  volatile List<DeadKey> dead = List.of();
  volatile int[] hints = new int[0];
  volatile boolean silent;
  volatile int list = 1; // of every range
  volatile int busy; // so many questions are refused

  SimulatedNode(SimulatedCluster cluster, NodeId id, NodeClock clock) {
    this.cluster = cluster;
    this.id = id;
    this.peers =
        new Peers(
            id,
            clock,
            this,
            (to, envelope) -> {
              cluster.node(to.value()).peers.received(envelope);
              return true;
            });
    be(RANGE, Fitness.FIT);
  }

  void be(int range, Fitness fitness) {
    be(range, fitness, false);
  }

  void be(int range, Fitness fitness, boolean vouches) {
    copies.put(range, new Copy(copy.life, 10, 0, fitness, vouches, null, false));
    copy.fit = fitness == Fitness.FIT;
  }

  Copies copies() {
    return own;
  }

  Peers peers() {
    return peers;
  }

  @Override
  public void answer(
      NodeId from,
      PeerMessage.Question question,
      long deadlineNanos,
      Consumer<PeerMessage.Reply> reply) {
    asked.add(question);
    if (silent) {
      return;
    }
    if (busy > 0) {
      busy--;
      reply.accept(new PeerMessage.Refused(question.id(), Reason.OVERLOADED, "busy"));
    } else if (question instanceof RangeMessage.Confirm confirm) {
      ConfirmAnswer answer = ConfirmAnswer.to(confirm.lives(), own, seen::get);
      reply.accept(new RangeMessage.Confirmed(confirm.id(), answer.confirmed(), answer.denied()));
    } else if (question instanceof RangeMessage.ApproveReclaim approve) {
      reply.accept(
          new RangeMessage.Approved(
              approve.id(),
              IntStream.range(0, approve.keys().size())
                  .filter(i -> holds(approve.keys().get(i)))
                  .toArray()));
    } else if (question instanceof RangeMessage.HintsAbout about) {
      reply.accept(new RangeMessage.HeldHints(about.id(), hints));
    } else if (!(question instanceof RangeMessage.StartRepair)) {
      synchronized (copy) {
        reply.accept(copy.answer(question));
      }
    }
  }

  private boolean holds(DeadKey key) {
    synchronized (copy) {
      return copy.get(key.key()).summary().equals(key.summary());
    }
  }

  @Override
  public NodeId self() {
    return id;
  }

  @Override
  public List<NodeId> of(int range) {
    return foreign.contains(range)
        ? cluster.owners().stream().filter(node -> !node.equals(id)).toList()
        : cluster.owners();
  }

  @Override
  public int listOf(int range) {
    return list;
  }

  @Override
  public Set<NodeId> members() {
    return Set.copyOf(cluster.owners());
  }

  @Override
  public boolean isReachable(NodeId node) {
    return !unreachable.contains(node);
  }
}
