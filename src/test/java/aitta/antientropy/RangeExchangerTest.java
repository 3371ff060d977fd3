package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.antientropy.RangeExchanger.Ended;
import aitta.antientropy.RangeExchanger.Event;
import aitta.antientropy.RangeExchanger.Task;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.RangeMessage;
import aitta.replica.Writes;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangeExchangerTest {
  private static final Task TASK = new Task(SimulatedNode.RANGE, new NodeId("n2"), true);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private final SimulatedCluster cluster = new SimulatedCluster(2);
  private final SimulatedNode own = cluster.node("n1");
  private final SimulatedNode peer = cluster.node("n2");
  private final Queue<Ended> ends = new ConcurrentLinkedQueue<>();
  private final ActorRef<Ended> ended =
      cluster.spawn(
          Behaviors.receiveMessage(
              end -> {
                ends.add(end);
                return Behaviors.same();
              }));

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void copiesMeetAndNobodyIsListenedToAnyMore() {
    fill(peer, 30);
    fill(own, 3);
    start(TASK, 1 << 30);
    Ended end = end();
    assertThat(end.end()).isInstanceOf(Step.Completed.class);
    assertThat(end.keysRepaired()).isEqualTo(27);
    assertThat(own.copy.sets).isEqualTo(peer.copy.sets);
    assertThat(own.peers().openCount()).isZero();
  }

  @Test
  void routineExchangeLooksAgainBeforeItRepairs() {
    fill(peer, 1);
    start(new Task(SimulatedNode.RANGE, new NodeId("n2"), false), 1 << 30);
    expectNoEnd();
    cluster.pass(Duration.ofMillis(900));
    expectNoEnd();
    assertThat(own.copy.sets).isEmpty();
    cluster.pass(Duration.ofMillis(200));
    assertThat(end().end()).isInstanceOf(Step.Completed.class);
    assertThat(own.copy.sets).hasSize(1);
  }

  @Test
  void silentPeerEndsTheExchangeInTime() {
    peer.silent = true;
    start(TASK, 1 << 30);
    cluster.pass(Duration.ofSeconds(9));
    expectNoEnd();
    cluster.pass(Duration.ofSeconds(2));
    assertThat(end().end()).isEqualTo(new Step.Failed("no answer within 10 s"));
    assertThat(own.peers().openCount()).isZero();
  }

  @Test
  void busyReplicaIsAskedAgain() {
    fill(own, 1);
    peer.busy = 3;
    start(TASK, 1 << 30);
    expectNoEnd();
    passUntilEnded();
    assertThat(end().end()).isInstanceOf(Step.Completed.class);
    assertThat(peer.copy.sets).hasSize(1);
  }

  @Test
  void replicaThatStaysBusyEndsTheExchange() {
    peer.busy = Integer.MAX_VALUE;
    start(TASK, 1 << 30);
    passUntilEnded();
    assertThat(end().end())
        .isInstanceOfSatisfying(
            Step.Failed.class, failed -> assertThat(failed.reason()).contains("OVERLOADED"));
  }

  @Test
  void whatIsSentIsPaidForByWaiting() {
    fill(peer, 12); // a simulated copy gives out three sets at a time
    start(TASK, 10_000);
    expectNoEnd();
    long fetches = fetches();
    assertThat(fetches).isLessThan(2);
    passUntilEnded();
    assertThat(end().end()).isInstanceOf(Step.Completed.class);
    assertThat(fetches()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aRateThatIsChangedIsObeyedByExchangesUnderWay() {
    fill(peer, 12);
    AtomicLong rate = new AtomicLong(1);
    cluster.spawn(RangeExchanger.create(cluster.shared(rate::get, "n1"), TASK, ended));
    for (int second = 0; second < 30; second++) {
      cluster.pass(Duration.ofSeconds(1)); // of the many that it would have to wait
    }
    expectNoEnd();
    assertThat(fetches()).isLessThan(2);
    rate.set(1 << 30);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(end().end()).isInstanceOf(Step.Completed.class);
  }

  private Ended end() {
    await().until(() -> !ends.isEmpty());
    return ends.remove();
  }

  private void expectNoEnd() {
    await().during(Duration.ofMillis(100)).until(ends::isEmpty);
  }

  /** Time passes when there is nothing else to wait for. */
  private void passUntilEnded() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              cluster.pass(PAUSE);
              return !ends.isEmpty();
            });
  }

  private long fetches() {
    return peer.asked.stream().filter(RangeMessage.FetchSets.class::isInstance).count();
  }

  @Test
  void exchangeThatIsStoppedSaysSo() {
    peer.silent = true;
    ActorRef<Event> exchanger = start(TASK, 1 << 30);
    cluster.kit().stop(exchanger);
    assertThat(end().end()).isEqualTo(new Step.Failed("it was stopped"));
    assertThat(own.peers().openCount()).isZero();
  }

  private ActorRef<Event> start(Task task, long rate) {
    return cluster.spawn(RangeExchanger.create(cluster.shared(rate, "n1"), task, ended));
  }

  private static void fill(SimulatedNode node, int keys) {
    for (int i = 0; i < keys; i++) {
      node.copy.join(Key.of("b", "k" + i), Writes.set(9, i + 1, "v"));
    }
  }
}
