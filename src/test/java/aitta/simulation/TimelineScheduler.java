package aitta.simulation;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Has the timers of an actor system go off when the {@link Timeline} says so. Made by Pekko. */
public final class TimelineScheduler extends AbstractScheduler {
  private final Timeline timeline;

  public TimelineScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    timeline = Timeline.of(config.getInt(Machine.TIMELINE));
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable what, ExecutionContext executor) {
    return timeline.after(delay.toNanos(), () -> executor.execute(what));
  }

  /** Nothing in Aitta uses it; Pekko still asks for it. */
  @Override
  @Deprecated
  public Cancellable schedule(
      FiniteDuration first, FiniteDuration interval, Runnable what, ExecutionContext executor) {
    return scheduleWithFixedDelay(first, interval, what, executor);
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }
}
