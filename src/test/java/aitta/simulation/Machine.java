package aitta.simulation;

import aitta.storage.RowStore;
import aitta.storage.StorageSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.function.Consumer;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * What one node of every run lives on: an actor system whose threads, timers and journal are
 * simulated. It outlives nodes, since making one costs more than a whole run.
 */
final class Machine {
  static final String TIMELINE = "aitta.simulation.timeline";
  static final String NAME = "aitta.simulation.node";

  /** Hands the machine to the parts that Pekko makes by itself. */
  static final class Found extends Setup {
    private final Machine machine;

    private Found(Machine machine) {
      this.machine = machine;
    }

    Machine machine() {
      return machine;
    }
  }

  /** Something to be done by the first actor of the system. */
  record Order(Consumer<ActorContext<Order>> what) {}

  private final String name;
  private final Timeline timeline;
  private final ActorSystem<Order> system;
  private OpenDisk open;
  private JournalWrites writes;

  Machine(String name, Timeline timeline) {
    this.name = name;
    this.timeline = timeline;
    ActorSystemSetup setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(config()), new StorageSetup(this::store), new Found(this));
    system = timeline.whileDraining(() -> ActorSystem.create(guardian(), name, setup));
  }

  private Config config() {
    return ConfigFactory.parseString(
            """
            %s = %d
            %s = "%s"
            pekko {
              loglevel = OFF
              stdout-loglevel = OFF
              loggers = []
              log-dead-letters = off
              jvm-shutdown-hooks = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              scheduler.implementation = "%s"
              actor {
                provider = local
                default-dispatcher { executor = "%s", throughput = 5 }
                internal-dispatcher = "pekko.actor.default-dispatcher"
              }
              persistence.journal.plugin = "simulated-journal"
            }
            simulated-journal {
              class = "%s"
              plugin-dispatcher = "pekko.actor.default-dispatcher"
              circuit-breaker { max-failures = 2147483647, call-timeout = 1000s, reset-timeout = 1s }
              replay-filter.mode = fail
              write-response-global-order = off
            }
            """
                .formatted(
                    TIMELINE,
                    timeline.id(),
                    NAME,
                    name,
                    TimelineScheduler.class.getName(),
                    TimelineDispatching.class.getName(),
                    SimulatedJournal.class.getName()))
        .withFallback(ConfigFactory.load());
  }

  private static Behavior<Order> guardian() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Order.class)
                .onMessage(
                    Order.class,
                    order -> {
                      order.what().accept(context);
                      return Behaviors.same();
                    })
                .build());
  }

  String name() {
    return name;
  }

  Lane lane() {
    return timeline.lane(name);
  }

  /** Done before this returns. */
  void order(Consumer<ActorContext<Order>> what) {
    system.tell(new Order(what));
    timeline.drain();
  }

  /** A process starts, with this disk. */
  void open(OpenDisk disk, JournalWrites journal) {
    open = disk;
    writes = journal;
  }

  private RowStore store() {
    return open;
  }

  /** Null while no process runs. */
  JournalWrites writes() {
    return writes;
  }

  void terminate() {
    system.terminate();
    timeline.drain();
  }
}
