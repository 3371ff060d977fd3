package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayPacerTest {
  private final ActorSystem system = ActorSystem.create("pacer");
  private final CountDownLatch latch = new CountDownLatch(1);
  private final ActorRef slow = system.actorOf(Props.create(Slow.class, () -> new Slow(latch)));

  /** Does nothing with a message but wait. */
  static final class Slow extends AbstractActor {
    private final CountDownLatch latch;

    Slow(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchAny(event -> assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue())
          .build();
    }
  }

  @AfterEach
  void stop() {
    latch.countDown();
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void waitsBehindAFullWindowUntilTheActorHasTakenIt() throws Exception {
    ReplayPacer pacer = new ReplayPacer(slow, 100, Duration.ofSeconds(10));
    pacer.sending(60);
    slow.tell("event", ActorRef.noSender());
    pacer.sending(40);
    slow.tell("event", ActorRef.noSender());
    CompletableFuture<Void> third =
        CompletableFuture.runAsync(
            () -> {
              try {
                pacer.sending(1);
              } catch (TimeoutException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> third.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    latch.countDown();
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void givesUpOnAnActorThatTakesNothing() throws Exception {
    ReplayPacer pacer = new ReplayPacer(slow, 100, Duration.ofMillis(50));
    slow.tell("event", ActorRef.noSender());
    pacer.sending(100);
    assertThatThrownBy(() -> pacer.sending(100))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("does not take replayed events");
  }

  @Test
  void endsAtOnceIfTheActorStopped() throws Exception {
    TestKit probe = new TestKit(system);
    probe.watch(slow);
    system.stop(slow);
    probe.expectTerminated(slow);
    ReplayPacer pacer = new ReplayPacer(slow, 100, Duration.ofHours(1));
    pacer.sending(100);
    assertThatThrownBy(() -> pacer.sending(100)).isInstanceOf(TimeoutException.class);
  }
}
