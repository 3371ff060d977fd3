package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typed event-sourced actors on this journal, through Pekko Persistence. */
class JournalPluginTest {
  @TempDir Path dir;
  private ActorSystem system;

  /** Remembers the length of all it was told, and the last. */
  static final class Tape extends EventSourcedBehavior<Tape.Command, String, Tape.State> {
    sealed interface Command {}

    record Append(String text, ActorRef<State> replyTo) implements Command {}

    record Ask(ActorRef<State> replyTo) implements Command {}

    record State(long length, String last) {}

    private Tape(String id) {
      super(PersistenceId.ofUniqueId(id));
    }

    static Behavior<Command> create(String id) {
      return Behaviors.setup(context -> new Tape(id));
    }

    @Override
    public State emptyState() {
      return new State(0, "");
    }

    @Override
    public CommandHandler<Command, String, State> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Append.class,
              append -> Effect().persist(append.text()).thenReply(append.replyTo(), s -> s))
          .onCommand(Ask.class, (state, ask) -> Effect().reply(ask.replyTo(), state))
          .build();
    }

    @Override
    public EventHandler<State, String> eventHandler() {
      return newEventHandlerBuilder()
          .forAnyState()
          .onAnyEvent((state, text) -> new State(state.length() + text.length(), text));
    }
  }

  @AfterEach
  void stop() {
    if (system != null) {
      TestKit.shutdownActorSystem(system);
    }
  }

  @Test
  void anActorRecoversInANewActorSystemOnTheSameDirectory() {
    start(ConfigFactory.empty());
    ActorRef<Tape.Command> tape = spawn("tape");
    append(tape, "one ");
    append(tape, "two");
    stop();
    start(ConfigFactory.empty());
    assertThat(ask(spawn("tape"))).isEqualTo(new Tape.State(7, "two"));
    assertThat(JournalMonitor.get(system).figures().orElseThrow().persistenceIds()).isEqualTo(1);
  }

  @Test
  void manyActorsShareGroups() {
    start(ConfigFactory.empty());
    TestProbe<Tape.State> probe = probe();
    for (int i = 0; i < 50; i++) {
      ActorRef<Tape.Command> tape = spawn("tape-" + i);
      for (int k = 0; k < 20; k++) {
        tape.tell(new Tape.Append("x", probe.getRef()));
      }
    }
    for (int i = 0; i < 1000; i++) {
      probe.receiveMessage(Duration.ofSeconds(20));
    }
    JournalFigures figures = JournalMonitor.get(system).figures().orElseThrow();
    assertThat(figures.records()).isEqualTo(1000);
    assertThat(figures.groups()).isLessThan(1000);
    assertThat(figures.fsyncs().count()).isGreaterThanOrEqualTo(figures.groups());
    assertThat(JournalMonitor.get(system).bytesInUse()).isPositive();
  }

  @Test
  void aReplayLargerThanItsWindowWaitsForTheActor() {
    start(ConfigFactory.parseString("aitta.journal.segment-size = 2MiB"));
    ActorRef<Tape.Command> tape = spawn("tape");
    String text = "x".repeat(20_000);
    for (int i = 0; i < 200; i++) {
      append(tape, text);
    }
    stop();
    start(
        ConfigFactory.parseString("aitta.journal { segment-size = 2MiB, replay-window = 50KiB }"));
    assertThat(ask(spawn("tape"))).isEqualTo(new Tape.State(4_000_000, text));
  }

  @Test
  void aSecondActorSystemIsToldWhoHasTheDirectory() {
    start(ConfigFactory.empty());
    append(spawn("tape"), "one");
    ActorSystem first = system;
    try {
      start(ConfigFactory.empty());
      ActorRef<Tape.Command> refused = spawn("tape");
      probe().expectTerminated(refused, Duration.ofSeconds(10));
      assertThat(JournalMonitor.get(system).failure())
          .get()
          .isInstanceOf(JournalLockedException.class)
          .extracting(Throwable::getMessage)
          .asString()
          .contains(dir.toString());
      assertThat(JournalMonitor.get(system).figures()).isEmpty();
    } finally {
      TestKit.shutdownActorSystem(first);
    }
  }

  @Test
  void aDamagedIdDoesNotRecoverUntilItIsDiscardedAndOthersDo() throws IOException {
    start(ConfigFactory.empty());
    append(spawn("good"), "fine");
    append(spawn("bad"), "the damaged one");
    stop();
    DamageTest.flip(new JournalFiles(dir).segment(1), "the damaged one");
    start(ConfigFactory.empty());
    assertThat(ask(spawn("good")).last()).isEqualTo("fine");
    probe().expectTerminated(spawn("bad"), Duration.ofSeconds(10));
    assertThat(JournalMonitor.get(system).damages())
        .singleElement()
        .satisfies(damage -> assertThat(damage.persistenceIds()).containsExactly("bad"));
    CompletionStage<?> discarded = JournalMonitor.get(system).discard("bad");
    await().until(() -> discarded.toCompletableFuture().isDone());
    ActorRef<Tape.Command> anew = spawn("bad");
    assertThat(ask(anew)).isEqualTo(new Tape.State(0, ""));
    append(anew, "anew");
  }

  private void start(Config more) {
    system = Journals.system(dir, more);
  }

  private TestProbe<Tape.State> probe() {
    return TestProbe.create(Adapter.toTyped(system));
  }

  private ActorRef<Tape.Command> spawn(String id) {
    return Adapter.spawnAnonymous(system, Tape.create(id));
  }

  private Tape.State append(ActorRef<Tape.Command> tape, String text) {
    TestProbe<Tape.State> probe = probe();
    tape.tell(new Tape.Append(text, probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(10));
  }

  private Tape.State ask(ActorRef<Tape.Command> tape) {
    TestProbe<Tape.State> probe = probe();
    tape.tell(new Tape.Ask(probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(20));
  }
}
