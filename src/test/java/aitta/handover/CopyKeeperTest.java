package aitta.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.antientropy.Owners;
import aitta.antientropy.RepairKeeper;
import aitta.clock.NodeClock;
import aitta.model.NodeId;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaFigures;
import aitta.ring.Ring;
import aitta.ring.RingMember;
import aitta.storage.TableId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyKeeperTest {
  private static final NodeId SELF = new NodeId("a");
  private static final int RANGES = 16;

  private final ActorTestKit kit = ActorTestKit.create();
  private final Ring ring = Ring.found("ring", List.of(new RingMember(SELF, "z", 1)), RANGES, 1);
  private final Map<Integer, ActorRef<RangeReplica.Command>> copies = new ConcurrentHashMap<>();
  private final Queue<String> threads = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void copiesThatItBeginsRunWhereOneMayWaitForTheDisk() {
    kit.spawn(
        CopyKeeper.create(setup()), DispatcherSelector.fromConfig("aitta.storage-dispatcher"));
    await().until(() -> threads.size() == RANGES);
    assertThat(copies).hasSize(RANGES);
    assertThat(threads).allSatisfy(thread -> assertThat(thread).contains("storage-dispatcher"));
  }

  private CopyKeeper.Setup setup() {
    return new CopyKeeper.Setup(
        new OwnerLists(() -> ring),
        owners(),
        NodeClock.system(Duration.ofHours(1)),
        new ReplicaFigures(),
        copies,
        this::copy,
        kit.<RepairKeeper.Command>createTestProbe().ref(),
        () -> false,
        () -> 1,
        new Random(1),
        transfers -> {});
  }

  private Behavior<RangeReplica.Command> copy(TableId table) {
    return Behaviors.setup(
        context -> {
          threads.add(Thread.currentThread().getName());
          return Behaviors.empty();
        });
  }

  private Owners owners() {
    return new Owners() {
      @Override
      public NodeId self() {
        return SELF;
      }

      @Override
      public List<NodeId> of(int range) {
        return ring.ownersOf(range).owners();
      }

      @Override
      public int listOf(int range) {
        return ring.ownersOf(range).version();
      }

      @Override
      public Set<NodeId> members() {
        return Set.of(SELF);
      }

      @Override
      public boolean isReachable(NodeId node) {
        return true;
      }
    };
  }
}
