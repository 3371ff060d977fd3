package aitta.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkSnapshotStoreTest {
  private static final TableId TABLE = TableId.range(5, 1);

  @TempDir Path directory;
  private StateStore store;
  private ActorTestKit kit;
  private final List<String> handled = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    store = StateStore.open(directory, StateSettings.defaults());
    var config =
        ConfigFactory.parseString(
                "pekko.loglevel = WARNING, pekko.persistence.testkit.events.serialize = off")
            .withFallback(PersistenceTestKitPlugin.config())
            .withFallback(ConfigFactory.load());
    kit =
        ActorTestKit.create(
            ActorSystem.create(
                Behaviors.empty(),
                "MarkSnapshotStoreTest",
                ActorSystemSetup.create(BootstrapSetup.create(config), new StorageSetup(store))));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    kit.system().getWhenTerminated().toCompletableFuture().join();
    store.close();
  }

  @Test
  void replayStartsBehindTheMark() {
    ActorRef<Add> writer = kit.spawn(Writer.create(store, handled, 3));
    add(writer, "a", "b", "c", "d", "e");
    assertThat(handled).containsExactly("1 a", "2 b", "3 c", "4 d", "5 e");
    assertThat(store.mark(TABLE).orElseThrow().seqNr()).isEqualTo(3);
    kit.stop(writer);
    handled.clear();

    add(kit.spawn(Writer.create(store, handled, Long.MAX_VALUE)), "f");
    assertThat(handled).containsExactly("4 d", "5 e", "6 f");
    assertThat(store.mark(TABLE).orElseThrow().seqNr()).isEqualTo(6);
  }

  @Test
  void tableWithoutAMarkIsReplayedFromTheStart() {
    ActorRef<Add> writer = kit.spawn(Writer.create(store, handled, 0));
    add(writer, "a", "b");
    kit.stop(writer);
    handled.clear();
    add(kit.spawn(Writer.create(store, handled, Long.MAX_VALUE)), "c");
    assertThat(handled).containsExactly("1 a", "2 b", "3 c");
  }

  @Test
  void noteOfTheMarkComesBackWithIt() {
    ActorRef<Add> writer = kit.spawn(Writer.create(store, handled, Long.MAX_VALUE));
    add(writer, "a", "bb");
    kit.stop(writer);
    TestProbe<Long> probe = kit.createTestProbe();
    ActorRef<Add> again = kit.spawn(Writer.create(store, handled, Long.MAX_VALUE));
    again.tell(new Add("ccc", probe.getRef()));
    // Each event's length was added to the note.
    assertThat(probe.receiveMessage()).isEqualTo(6);
  }

  @Test
  void snapshotsAreRefusedAndTheWriterGoesOn() {
    ActorRef<Add> writer = kit.spawn(Writer.create(store, handled, Long.MAX_VALUE));
    add(writer, "snapshot");
    await().until(() -> handled.contains("refused SnapshotRefusedException"));
    add(writer, "more");
    assertThat(store.mark(TABLE).orElseThrow().seqNr()).isEqualTo(2);
  }

  private void add(ActorRef<Add> writer, String... texts) {
    TestProbe<Long> probe = kit.createTestProbe();
    for (String text : texts) {
      writer.tell(new Add(text, probe.getRef()));
      probe.receiveMessage(Duration.ofSeconds(10));
    }
  }

  private record Add(String text, ActorRef<Long> replyTo) {}

  private record Added(String text) {}

  /** What an event-sourced writer holds in memory: its rows are in the store. */
  private record Progress(long seqNr, long sum) {}

  /** Counts the letters of what it adds; applies events up to a bound, as if it lagged. */
  private static final class Writer extends EventSourcedBehavior<Add, Added, Progress> {
    private final StateStore store;
    private final List<String> handled;
    private final long lastApplied;

    private Writer(StateStore store, List<String> handled, long lastApplied) {
      super(PersistenceId.ofUniqueId(TABLE.persistenceId()));
      this.store = store;
      this.handled = handled;
      this.lastApplied = lastApplied;
    }

    static Writer create(StateStore store, List<String> handled, long lastApplied) {
      return new Writer(store, handled, lastApplied);
    }

    @Override
    public String snapshotPluginId() {
      return "aitta.state-snapshots";
    }

    @Override
    public Progress emptyState() {
      return new Progress(0, 0);
    }

    @Override
    public SnapshotAdapter<Progress> snapshotAdapter() {
      return new SnapshotAdapter<>() {
        @Override
        public Object toJournal(Progress state) {
          return state;
        }

        @Override
        public Progress fromJournal(Object from) {
          TableMark mark = (TableMark) from;
          return new Progress(mark.seqNr(), ByteBuffer.wrap(mark.note()).getLong());
        }
      };
    }

    @Override
    public boolean shouldSnapshot(Progress state, Added event, long sequenceNr) {
      return event.text().equals("snapshot");
    }

    @Override
    public SignalHandler<Progress> signalHandler() {
      return newSignalHandlerBuilder()
          .onSignal(
              SnapshotFailed.class,
              (state, failed) ->
                  handled.add("refused " + failed.getFailure().getClass().getSimpleName()))
          .build();
    }

    @Override
    public CommandHandler<Add, Added, Progress> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Add.class,
              add ->
                  Effect().persist(new Added(add.text())).thenReply(add.replyTo(), Progress::sum))
          .build();
    }

    @Override
    public EventHandler<Progress, Added> eventHandler() {
      return newEventHandlerBuilder().forAnyState().onEvent(Added.class, this::onAdded).build();
    }

    private Progress onAdded(Progress before, Added event) {
      Progress after = new Progress(before.seqNr() + 1, before.sum() + event.text().length());
      handled.add(after.seqNr() + " " + event.text());
      if (after.seqNr() <= lastApplied) {
        byte[] row = event.text().getBytes(UTF_8);
        byte[] note = ByteBuffer.allocate(8).putLong(after.sum()).array();
        store.apply(TABLE, after.seqNr(), List.of(RowChange.put(row, row)), note);
      }
      return after;
    }
  }
}
