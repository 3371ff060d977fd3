package aitta.simulation;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Has every dispatcher of an actor system run on its node's {@link Lane}. Made by Pekko. */
public final class TimelineDispatching extends ExecutorServiceConfigurator {
  private final Lane lane;

  public TimelineDispatching(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    Config all = prerequisites.settings().config();
    lane = Timeline.of(all.getInt(Machine.TIMELINE)).lane(all.getString(Machine.NAME));
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> lane;
  }
}
