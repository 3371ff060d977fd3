package aitta.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What stands for the threads of one node: it hands everything to the timeline, unless the node is
 * frozen, as a process is that was stopped or waits for its collector of garbage.
 */
final class Lane extends AbstractExecutorService {
  private final Consumer<Runnable> ready;
  private final List<Runnable> held = new ArrayList<>();
  private boolean frozen;

  Lane(Consumer<Runnable> ready) {
    this.ready = ready;
  }

  @Override
  public void execute(Runnable command) {
    if (frozen) {
      held.add(command);
    } else {
      ready.accept(command);
    }
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
    List<Runnable> all = List.copyOf(held);
    held.clear();
    all.forEach(ready);
  }

  boolean isFrozen() {
    return frozen;
  }

  @Override
  public void shutdown() {
    // there is no thread to stop
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
