package aitta.simulation;

import java.util.ArrayList;
import java.util.List;

/** Machines for one run after the other, all in the thread that uses them. */
final class World implements AutoCloseable {
  static final int MACHINES = 6;

  private final Timeline timeline = new Timeline();
  private final List<Machine> machines = new ArrayList<>();

  World() {
    for (int i = 1; i <= MACHINES; i++) {
      machines.add(new Machine("n" + i, timeline));
    }
  }

  Timeline timeline() {
    return timeline;
  }

  Machine machine(int index) {
    return machines.get(index);
  }

  @Override
  public void close() {
    machines.forEach(Machine::terminate);
    timeline.close();
  }
}
