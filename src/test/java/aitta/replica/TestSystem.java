package aitta.replica;

import aitta.journal.JournalMonitor;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.StorageSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor system over a real store in a directory, with the real journal or a test's own. */
public final class TestSystem implements AutoCloseable {
  private static final StateSettings STATE =
      new StateSettings(1 << 20, 1 << 20, 2, 64, 4096, 0, true);

  private final StateStore store;
  private final ActorTestKit kit;

  private TestSystem(Path dir, TestJournal journal) {
    store = StateStore.open(dir.resolve("state"), STATE);
    StorageSetup storage = new StorageSetup(store);
    String plugin = journal == null ? JournalMonitor.PLUGIN_ID : TestJournal.PLUGIN;
    Config config =
        ConfigFactory.parseString(
                """
                pekko.loglevel = WARNING
                pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                pekko.persistence.journal.plugin = "%s"
                aitta.journal.dir = "%s"
                aitta.journal.segment-size = 256KiB
                """
                    .formatted(plugin, dir.resolve("journal")))
            .withFallback(ConfigFactory.parseString(TestJournal.CONFIG))
            .withFallback(ConfigFactory.load());
    ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config), storage);
    if (journal != null) {
      setup = setup.withSetup(journal);
    }
    kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "test", setup));
  }

  /** With the journal that nodes use. */
  public static TestSystem real(Path dir) {
    return new TestSystem(dir, null);
  }

  /** With a journal that a test holds up. */
  public static TestSystem with(TestJournal journal, Path dir) {
    return new TestSystem(dir, journal);
  }

  /**
   * What a crash does to a store that was not flushed: the rows are gone, the journal has them. To
   * be called while no system is open.
   */
  public static void loseUnflushedRows(Path dir) {
    delete(dir.resolve("state"));
  }

  /** What a replaced disk does. To be called while no system is open. */
  public static void loseAll(Path dir) {
    delete(dir.resolve("state"));
    delete(dir.resolve("journal"));
  }

  private static void delete(Path top) {
    try (Stream<Path> files = Files.walk(top)) {
      List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inner) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the node sees its journal. */
  public JournalMonitor journal() {
    return JournalMonitor.get(kit.system());
  }

  public StateStore store() {
    return store;
  }

  public <T> ActorRef<T> spawn(Behavior<T> behavior) {
    return kit.spawn(behavior, DispatcherSelector.fromConfig("aitta.storage-dispatcher"));
  }

  /** Stops the actor and waits until it is gone. */
  public void stop(ActorRef<?> actor) {
    kit.stop(actor);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    store.close();
  }
}
